"""``/can-bo/ho-so/<id>/nhan-tin/<người>/``: what a person at the counter says about Zalo messages is written down."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.consent_texts import text_of
from accounts.models import Consent
from accounts.queries import have_withdrawn
from dossiers import queries
from dossiers.actions.choose_notices import ACT, choose_notices
from dossiers.models import Dossier
from dossiers.policies import DossierPolicy
from foundation import scoping
from foundation.errors import NotPermitted
from portal.office.access import actor_of, officials_only


@officials_only
def notices(request: HttpRequest, dossier_id: UUID, party_id: UUID) -> HttpResponse:
    """The text to read to the person, and one button: taking back is as easy as agreeing."""
    row = queries.detail(dossier_id)
    party = next((p for p in row.parties.all() if p.id == party_id), None) if row else None
    if row is None or party is None:
        raise Http404
    if not DossierPolicy.of_user(request.user).may(ACT, row):  # type: ignore[arg-type]
        raise NotPermitted("not_permitted", _("Vị trí của bạn không được làm việc này với hồ sơ này."))
    gets = party.notify_zalo and party.id not in withdrawn(row)
    if request.method == "POST":
        wants = request.POST.get("choice")
        if wants in ("yes", "no"):
            choose_notices(dossier_id, party_id, wants == "yes", actor=actor_of(request))
            messages.success(request, _("Đã ghi lựa chọn nhận tin."))
        return redirect("office:dossier", dossier_id=dossier_id)
    page = {"d": row, "party": party, "gets": gets, "text": text_of(Consent.Purpose.STATUS.value)}
    return render(request, "office/notices.html.jinja", page, using="jinja2")


def withdrawn(row: Dossier) -> set[UUID]:
    """Those people of a dossier who have taken their consent back, for whichever dossier they said it."""
    people = list(row.parties.all())
    with scoping.system("who has withdrawn"):
        found = have_withdrawn(
            Consent.Purpose.STATUS, Consent.Channel.ZALO,
            citizens={p.citizen_id for p in people if p.citizen_id},
            businesses={p.business_id for p in people if p.business_id},
        )  # fmt: skip
    return {p.id for p in people if {p.citizen_id, p.business_id} & found}
