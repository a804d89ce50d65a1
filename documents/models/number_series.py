from django.db import models

from accounts.models import Agency


class NumberSeries(models.Model):
    """The last number of a series (dãy số): of one agency, one book of forms and one year (TT 01/2018/TT-VPCP Đ10).

    The row is locked while the next number is taken; a number that a failed act took is taken back with it.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    book = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "book", "year"], name="number_series_once")]
