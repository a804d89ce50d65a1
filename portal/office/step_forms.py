"""The forms of the acts on steps."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from dossiers.models import DossierStep
from dossiers.process import Plan

_LONG = {"maxlength": 2000, "rows": 4}


class SendBackForm(forms.Form):
    """To which step, and why; the colleague reads it."""

    to = forms.ChoiceField(label=_("Trả lại bước"), required=False)
    reason = forms.CharField(
        label=_("Vì sao trả lại (chỉ cán bộ đọc được)"), widget=forms.Textarea(attrs=_LONG), max_length=2000
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, passed: Sequence[DossierStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = {row.step.code: row for row in passed}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (code, f"{row.step.name} – {row.finished_by or row.agency}") for code, row in reversed(newest.items())
        ]


class ConsultForm(forms.Form):
    """Whom to ask, what, and how long they have."""

    agency = forms.ChoiceField(label=_("Cơ quan được lấy ý kiến"))
    question = forms.CharField(label=_("Nội dung cần ý kiến"), widget=forms.Textarea(attrs=_LONG), max_length=2000)
    by_process = forms.BooleanField(label=_("Câu hỏi theo quy trình"), required=False, initial=True)
    days = forms.DecimalField(
        label=_("Thời hạn trả lời (ngày làm việc)"), required=False, min_value=0, max_value=60, decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "short", "step": "0.25", "inputmode": "decimal"}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, agencies: Sequence[Agency], of_process: Plan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of_process is None:
            del self.fields["by_process"]
        self.fields["agency"].choices = [("", _("Chọn cơ quan")), *((str(a.id), a.name) for a in agencies)]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What the asked agency thinks."""

    answer = forms.ChoiceField(label=_("Ý kiến"), choices=DossierStep.Answer.choices, widget=forms.RadioSelect)
    opinion = forms.CharField(
        label=_("Nội dung ý kiến"), widget=forms.Textarea(attrs=_LONG), required=False, max_length=2000
    )
