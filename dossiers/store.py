"""The store of results (kho kết quả): what the owner of a dossier was given before and can use again (tái sử dụng)."""

from django.db.models import Q

from dossiers.models import Dossier, Party, Result
from dossiers.states import Status
from foundation import scoping
from foundation.local_time import today_local

MOST = 50
_GIVEN = [Status.COMPLETED.value, Status.RETURNED.value]


def own_results(dossier: Dossier) -> list[Result]:
    """The results that stand today of other dossiers of the same applicant in this province, the newest first, at most 50,
    whatever agency gave them: who may add papers to this dossier may use them (QĐ 766/QĐ-TTg, tái sử dụng). Two queries,
    by ``dossier_citizens`` or the parties' businesses.
    """
    with scoping.reading("results of the applicant"):
        owner = Party.objects.filter(dossier=dossier, role=Party.Role.APPLICANT).first()
        if owner is None or (owner.citizen_id is None and owner.business_id is None):
            return []
        whose = Q(citizen_id=owner.citizen_id) if owner.citizen_id else Q(business_id=owner.business_id)
        others = Party.objects.filter(whose, role=Party.Role.APPLICANT).exclude(dossier=dossier)
        today = today_local()
        rows = Result.objects.filter(
            Q(valid_until=None) | Q(valid_until__gte=today), dossier__in=others.values("dossier_id"), revoked_at=None,
            replaced_by=None, dossier__province_id=dossier.province_id, dossier__status__in=_GIVEN, dossier__outcome="granted",
        )  # fmt: skip
        return list(rows.select_related("dossier__procedure", "file").order_by("-added_at", "-id")[:MOST])
