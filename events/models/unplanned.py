from django.db import models

from foundation.models import UUIDModel


class Unplanned(UUIDModel):
    """A listener failed inside the official's transaction: to be done again by the sweeper, and an alarm."""

    event_id = models.UUIDField()
    subscriber = models.CharField(max_length=100)
    error = models.CharField(max_length=200)
    tries = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "subscriber"], name="unplanned_once")]
