"""The form of one act: only what that act takes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.models import Dossier
from dossiers.states import NEEDS_REASON, Action
from foundation.local_time import LOCAL


class ActForm(forms.Form):
    """What an act may need; fields that it does not take are left out."""

    outcome = forms.ChoiceField(
        label=_("Kết quả"), choices=Dossier.Outcome.choices, widget=forms.RadioSelect, required=False
    )
    due_at = forms.DateTimeField(
        label=_("Ngày hẹn mới"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "short"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
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
        self.action = action
        if action is not Action.COMPLETE:
            del self.fields["outcome"]
        if action is not Action.EXTEND:
            del self.fields["due_at"]
        if action not in NEEDS_REASON and action is not Action.COMPLETE:
            del self.fields["reason"]
        if action is Action.COMPLETE:
            self.fields["reason"].label = _("Lý do, nếu từ chối giải quyết (công dân đọc được)")
        if action is not Action.REQUEST_SUPPLEMENT or not dossier.supplement_count:
            del self.fields["override"]

    def members(self) -> dict[str, Any]:
        """What the act takes, from a form that is valid."""
        data: dict[str, Any] = {
            "action": self.action, "reason": "", "note": "", "outcome": "", "override": False, "due_at": None,
        }  # fmt: skip
        data.update({k: v for k, v in self.cleaned_data.items() if k != "version"})
        if data["due_at"] is not None and data["due_at"].tzinfo is None:
            data["due_at"] = data["due_at"].replace(tzinfo=LOCAL)
        return data
