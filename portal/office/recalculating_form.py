"""The form: which days, whose dossiers, by what decree."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.queries import agencies_of
from dossiers.recalculation.change import Change
from portal.office.day_field import DayField


class ChangeForm(forms.Form):
    """What is asked before anything is looked at."""

    first = DayField(label=_("Từ ngày"))
    last = DayField(label=_("Đến ngày"))
    agency = forms.UUIDField(label=_("Đơn vị giải quyết"), required=False, widget=forms.Select)
    citation = forms.CharField(
        label=_("Văn bản làm thay đổi lịch nghỉ (công dân đọc được)"), max_length=300, widget=forms.TextInput
    )
    earlier = forms.BooleanField(label=_("Cả những hồ sơ có ngày hẹn đến sớm hơn"), required=False)

    def __init__(self, *args: Any, province_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = agencies_of(province_id).order_by("name").values_list("id", "name")
        self.fields["agency"].widget.choices = [("", _("Mọi đơn vị của tỉnh")), *((str(k), name) for k, name in found)]

    def change(self) -> Change:
        """What was filled in, from a form that is valid."""
        data = self.cleaned_data
        return Change(data["first"], data["last"], data["agency"], data["earlier"])
