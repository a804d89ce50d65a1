"""What is asked where a dossier is settled while its owner waits; the fees stand beside it (``money_forms``)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dossiers.actions.settle_at_once import Taken
from dossiers.models import Payment
from portal.office.money_forms import dong

LATER = "sau"  # nothing is taken now


class AtOnceForm(forms.Form):
    """Who signed, what is paid and how, and a note of the house."""

    unreckoned: tuple[str, ...] = ()  # why it could not be reckoned what is owed

    signer = forms.ChoiceField(label=gettext_lazy("Người đã ký kết quả"))
    method = forms.ChoiceField(
        label=gettext_lazy("Cách nộp"), choices=[*Payment.Method.choices, (LATER, gettext_lazy("Chưa thu"))],
        required=False,
    )  # fmt: skip
    bank_reference = forms.CharField(label=gettext_lazy("Mã giao dịch"), required=False, max_length=64)
    amount = forms.CharField(label=gettext_lazy("Số tiền nộp (đồng)"), required=False, max_length=30)
    print = forms.BooleanField(label=gettext_lazy("Lập biên lai"), required=False, initial=True)
    note = forms.CharField(
        label=gettext_lazy("Ghi chú nội bộ"), widget=forms.Textarea(attrs={"maxlength": 2000, "rows": 2}), required=False,
        max_length=2000,
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)


def taken_of(data: dict[str, Any]) -> Taken | None:
    """The money that was taken; None where none was. InvalidInput on ``amount``."""
    if data["method"] in ("", LATER):
        return None
    amount = dong(data["amount"], "amount") if data["amount"].strip() else None
    return Taken(data["method"], data["bank_reference"], amount)
