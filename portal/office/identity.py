"""``/can-bo/ho-so/<id>/danh-tinh/<người>/``: how it was made sure who somebody is, written down at the counter."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.actions.confirm_identity import ACT, confirm_identity
from dossiers.models import Party
from dossiers.policies import DossierPolicy
from portal.office.access import officials_only
from portal.office.dossier import found
from portal.office.steps import step_form

_HOW = {"none": ""}


class IdentityForm(forms.Form):
    """One of the ways, or none."""

    how = forms.ChoiceField(
        label=gettext_lazy("Đã xác nhận bằng"),
        widget=forms.RadioSelect,
        choices=[*Party.Confirmed.choices, ("none", gettext_lazy("chưa xác nhận (đã ghi nhầm)"))],
    )


@officials_only
def identity(request: HttpRequest, dossier_id: UUID, party_id: UUID) -> HttpResponse:
    """Ask how, then write it down."""
    row = found(dossier_id)
    party = next((p for p in row.parties.all() if p.id == party_id), None)
    if party is None or not DossierPolicy.of_user(request.user).may(ACT, row):  # type: ignore[arg-type]
        raise Http404
    form = IdentityForm(request.POST or None, initial={"how": party.identity_confirmed})
    return step_form(
        request, row, form, _("Xác nhận danh tính"), _("Đã ghi cách xác nhận danh tính."),
        lambda actor: confirm_identity(row.id, party_id, _HOW.get(form.cleaned_data["how"], form.cleaned_data["how"]), actor=actor),
        party=party,
    )  # fmt: skip
