"""``/can-bo/ho-so/<id>/tra-ngay/``: settled while its owner waits."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.queries import signers_in
from dossiers.actions.settle_at_once import may_be_settled_at_once, settle_at_once
from dossiers.models import Dossier
from dossiers.policies import AT_ONCE, DossierPolicy
from foundation.vietnamese_text import sort_key
from portal.office.access import officials_only
from portal.office.conflict import version_shown
from portal.office.dossier import found
from portal.office.steps import step_form


class AtOnceForm(forms.Form):
    """Who signed, and a note of the house."""

    signer = forms.ChoiceField(label=gettext_lazy("Người đã ký kết quả"))
    note = forms.CharField(
        label=gettext_lazy("Ghi chú nội bộ"), widget=forms.Textarea(attrs={"maxlength": 2000, "rows": 2}), required=False,
        max_length=2000,
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)


@officials_only
def at_once(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Ask who signed, then take in, settle and hand over."""
    row = found(dossier_id)
    if not offered(row, DossierPolicy.of_user(request.user)):  # type: ignore[arg-type]
        raise Http404
    form = AtOnceForm(request.POST or None, initial={"version": row.row_version})
    people = sorted(signers_in(row.agency_id), key=lambda person: sort_key(str(person)))
    form.fields["signer"].choices = [(str(p.id), str(p)) for p in people]  # type: ignore[attr-defined]
    return step_form(
        request, row, form, _("Trả ngay"), _("Đã tiếp nhận, giải quyết và trả kết quả."),
        lambda actor: settle_at_once(
            row.id, actor=actor, signer_id=UUID(form.cleaned_data["signer"]), note=form.cleaned_data["note"],
            expected_version=version_shown(request),
        ),
    )  # fmt: skip


def offered(row: Dossier, policy: DossierPolicy) -> bool:
    """Whether this official may settle this dossier at once now."""
    return policy.may(AT_ONCE, row) and may_be_settled_at_once(row)
