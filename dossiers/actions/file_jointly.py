from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.actions.accept import accept
from dossiers.actions.file_dossier import file_dossier
from dossiers.inputs import NewDossier
from dossiers.joint import kinds
from dossiers.models import Dossier, ParentDossier
from foundation import scoping
from foundation.errors import FieldError, InvalidInput
from procedures.codes import bare_code

MOST = 10


@transaction.atomic
def file_jointly(kind: str, children: Sequence[NewDossier], *, actor: Actor, take_in: bool = False) -> ParentDossier:
    """File several dossiers at once (nộp hồ sơ liên thông; NĐ 63/2024 Đ7): one parent, and a child for each procedure with
    its own code, receipt and result; all of them or none.

    InvalidInput names every fault by child (``children.1.agency``); NotPermitted where the actor does not stand at one
    of the counters.
    """
    group = kinds().get(kind)
    if group is None:
        raise InvalidInput.on("kind", "unknown", _("Không có nhóm thủ tục liên thông này."))
    if not 2 <= len(children) <= MOST:
        raise InvalidInput.on("children", "count", _("Một hồ sơ liên thông có từ 2 đến 10 hồ sơ thành phần."))
    wrong = [
        FieldError(f"children.{n}.procedure", "not_in_group", _("Thủ tục này không thuộc nhóm liên thông đã chọn."))
        for n, child in enumerate(children)
        if not group.takes(bare_code(child.procedure))
    ]
    made: list[Dossier] = []
    for n, child in enumerate(children):
        try:
            made.append(file_dossier(child, actor=actor))
        except InvalidInput as error:
            wrong += [FieldError(f"children.{n}.{e.field}", e.code, e.message) for e in error.errors]
    if wrong:
        raise InvalidInput("invalid", _("Hãy sửa các mục dưới đây rồi gửi lại."), wrong)
    first = made[0]
    if any(one.province_id != first.province_id for one in made):
        raise InvalidInput.on("children", "provinces", _("Các hồ sơ thành phần phải cùng một tỉnh."))
    with scoping.system("joint filing"):  # its counter may be one that the filing system does not see
        parent = ParentDossier.objects.create(
            province_id=first.province_id, kind=kind, receiving_agency_id=first.receiving_agency_id,
            applicant_name=first.applicant_name, submitted_at=first.submitted_at,
        )  # fmt: skip
    Dossier.objects.filter(id__in=[one.id for one in made]).update(parent=parent)
    # the agencies' counters always in one order, so that two filings never wait for each other
    for one in sorted(made, key=lambda child: child.agency_id) if take_in else []:
        accept(one.id, actor=actor)
    return parent
