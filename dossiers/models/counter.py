from django.db import models

from accounts.models import Agency


class CodeCounter(models.Model):
    """The last number given by an agency on a local day; the row is locked while the next one is taken."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="code_counter_once")]
