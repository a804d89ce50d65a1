"""A date in figures is read day first in every language, and never month first."""

from datetime import date, datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("typed", "read"),
    [("05/02/2027", date(2027, 2, 5)), ("31/12/2026", date(2026, 12, 31)), ("2027-02-05", date(2027, 2, 5))],
)
def test_a_date(language, typed, read):
    with translation.override(language):
        assert forms.DateField().clean(typed) == read


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("typed", ["12/31/2026", "02/30/2027", "Feb 5, 2027"])
def test_what_is_month_first_is_refused(language, typed):
    with translation.override(language), pytest.raises(ValidationError):
        forms.DateField().clean(typed)


@pytest.mark.parametrize("typed", ["05/02/2027 14:30", "2027-02-05 14:30", "2027-02-05T14:30"])
def test_a_moment(typed):
    with translation.override("vi"):
        assert forms.DateTimeField().clean(typed).replace(tzinfo=None) == datetime(2027, 2, 5, 14, 30)
