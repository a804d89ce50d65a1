"""A day that is typed or picked."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.local_time import FIRST_DAY, LAST_DAY


def _check(day: date) -> None:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError(_("Hãy chọn ngày từ năm 1900 đến năm 2199."))


class DayField(forms.DateField):
    """A day that clocks and databases can compute with, as a browser's own date input."""

    default_validators = [_check]

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget, **kwargs})
