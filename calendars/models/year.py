from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from calendars.models.scope import Layered, of_one_layer
from foundation.models import UUIDModel


class CalendarYear(Layered, UUIDModel):
    """A statement that all days off and swapped days of a year are entered (năm đã đủ lịch), with the notice that says so.

    Some holidays have their day by law; Tết, the neighbour of 2/9 and the swapped Saturdays are decided year by year.
    Until somebody says that they are in, dates in that year are shown as not yet sure.
    """

    year = models.PositiveSmallIntegerField(_("năm"), validators=[MinValueValidator(2000), MaxValueValidator(2199)])

    class Meta:
        verbose_name = _("năm đã đủ ngày nghỉ")
        verbose_name_plural = _("năm đã đủ ngày nghỉ")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "province", "agency"], name="calendar_year_once", nulls_distinct=False
            ),
            of_one_layer("calendar_year_layer"),
        ]

    def __str__(self) -> str:
        return str(self.year)
