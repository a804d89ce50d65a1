"""What is typed when a form is issued or voided."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.actions.void import REASON_LIMIT
from documents.forms.catalogue import PaperKind
from dossiers.forms.typed import INPUTS, LONGEST

LABELS = {
    "papers": (_("Thành phần hồ sơ nộp"), _("Mỗi dòng một giấy tờ; chỉ ghi giấy tờ đã thật sự nhận.")),
    "copies": (_("Số lượng hồ sơ (bộ)"), ""),
    "collect": (_("Đăng ký nhận kết quả tại"), _("Quầy, địa chỉ bưu chính, hoặc trực tuyến.")),
    "authority": (_("Giấy tờ ủy quyền"), _("Khi người nộp được ủy quyền.")),
    "items": (_("Nội dung cần bổ sung, hoàn thiện"), _("Mỗi dòng một nội dung; ghi đủ trong một lần.")),
    "reason": (_("Lý do"), ""),
    "asked_by": (_("Người yêu cầu"), _("Để trống nếu cơ quan dừng.")),
    "returned": (_("Giấy tờ trả lại"), _("Mỗi dòng một giấy tờ.")),
}
_REQUIRED = _("Hãy ghi mục này.")


class IssueForm(forms.Form):
    """Only what this form asks to be added, ``without`` what this dossier has no use for; ``hints`` by name."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: PaperKind, without: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inputs = {name: several for name, several in INPUTS.get(kind, {}).items() if name not in without}
        self.hints = {name: LABELS[name][1] for name in inputs}
        for name, several in inputs.items():
            widget: forms.Widget = forms.Textarea(attrs={"rows": 4}) if several else forms.TextInput()
            longest = LONGEST if several else 400
            self.fields[name] = forms.CharField(
                label=LABELS[name][0], widget=widget, required=False, max_length=longest
            )

    @property
    def asked(self) -> list[str]:
        return list(self.hints)

    def typed(self) -> dict[str, str]:
        """What was typed, by name."""
        return {name: self.cleaned_data[name] for name in self.hints}

    def lost(self) -> list[str]:
        """What would be lost with the page."""
        return [text for text in self.typed().values() if text] if self.is_valid() else []


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=_("Vì sao hủy"), max_length=REASON_LIMIT, error_messages={"required": _("Hãy ghi vì sao hủy phiếu.")},
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REASON_LIMIT}),
    )  # fmt: skip
