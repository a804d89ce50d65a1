"""``/can-bo/ho-so/<id>/<việc>/``: one act on a page of its own, with what will be sent."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from dossiers.models import Dossier
from dossiers.policies import DossierPolicy
from dossiers.states import NEEDS_REASON, Action
from foundation.errors import DomainError, InvalidInput
from foundation.local_time import LOCAL
from notifications.kinds import KINDS
from portal.api.transitions import perform
from portal.office.access import officials_only
from portal.office.dossier import dossier_page, found
from portal.office.labels import ACT_NAMES

_TOLD_AS = {
    Action.ACCEPT: "dossier.accepted", Action.REFUSE: "dossier.refused", Action.START: "dossier.started",
    Action.REQUEST_SUPPLEMENT: "dossier.supplement_requested",
    Action.RECEIVE_SUPPLEMENT: "dossier.supplement_received", Action.REQUEST_PAYMENT: "dossier.payment_requested",
    Action.CONFIRM_PAYMENT: "dossier.payment_confirmed", Action.WITHDRAW: "dossier.withdrawn",
    Action.STOP: "dossier.stopped", Action.COMPLETE: "dossier.completed", Action.RETURN_RESULT: "dossier.returned",
    Action.EXTEND: "dossier.extended", Action.RECALL: "dossier.recalled",
}  # fmt: skip


class ActForm(forms.Form):
    """What an act may need; fields that it does not take are left out."""

    outcome = forms.ChoiceField(
        label=_("Kết quả"), choices=Dossier.Outcome.choices, widget=forms.RadioSelect, required=False
    )
    due_at = forms.DateTimeField(
        label=_("Ngày hẹn mới"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    reason = forms.CharField(
        label=_("Lý do (công dân đọc được)"), widget=forms.Textarea(attrs={"maxlength": 2000}), required=False
    )
    override = forms.BooleanField(label=_("Đã yêu cầu bổ sung một lần; vẫn cần yêu cầu thêm"), required=False)
    note = forms.CharField(
        label=_("Ghi chú nội bộ"), widget=forms.Textarea(attrs={"maxlength": 2000, "rows": 2}), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: Action, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if action is not Action.COMPLETE:
            del self.fields["outcome"]
        if action is not Action.EXTEND:
            del self.fields["due_at"]
        if action not in NEEDS_REASON and action is not Action.COMPLETE:
            del self.fields["reason"]
        if action is not Action.REQUEST_SUPPLEMENT or not dossier.supplement_count:
            del self.fields["override"]


@officials_only
def act(request: HttpRequest, dossier_id: UUID, name: str) -> HttpResponse:
    """Ask for what the act needs, then do it; a refusal is shown with the dossier as it is now."""
    try:
        action = Action(name)
    except ValueError as error:
        raise Http404 from error
    row = found(dossier_id)
    if action not in DossierPolicy.of_user(request.user).actions(row):  # type: ignore[arg-type]
        return dossier_page(request, dossier_id, _not_now())
    form = ActForm(request.POST or None, action=action, dossier=row, initial={"version": row.row_version})
    if request.method == "POST" and form.is_valid():
        try:
            perform(
                dossier_id,
                _data(form, action),
                actor=Actor.of_user(request.user),  # type: ignore[arg-type]
                version=form.cleaned_data["version"],
            )
        except InvalidInput as error:
            for fault in error.errors:
                form.add_error(fault.field if fault.field in form.fields else None, str(fault.message))
        except DomainError as error:
            return dossier_page(request, dossier_id, error)
        else:
            return redirect("office:dossier", dossier_id=dossier_id)
    context = {
        "d": row, "form": form, "title": ACT_NAMES[action], "told": _TOLD_AS[action] in KINDS,
        "recipients": [p for p in row.parties.all() if p.notify],
    }  # fmt: skip
    return render(request, "office/act.html.jinja", context, status=400 if form.errors else 200, using="jinja2")


def _data(form: ActForm, action: Action) -> dict[str, Any]:
    data: dict[str, Any] = {
        "action": action,
        "reason": "",
        "note": "",
        "outcome": "",
        "override": False,
        "due_at": None,
    }
    data.update({k: v for k, v in form.cleaned_data.items() if k != "version"})
    if data["due_at"] is not None and data["due_at"].tzinfo is None:
        data["due_at"] = data["due_at"].replace(tzinfo=LOCAL)
    return data


def _not_now() -> DomainError:
    from foundation.errors import Conflict

    return Conflict(
        "wrong_state",
        str(_("Việc này không còn làm được với hồ sơ ở tình trạng hiện tại, hoặc không thuộc vị trí của bạn.")),
    )
