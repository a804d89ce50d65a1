from django.db import models
from django.db.models.functions import Now

from foundation.models import UUIDModel


class Unplanned(UUIDModel):
    """A listener failed inside the official's transaction: to be done again by the sweeper, and an alarm.

    ``due_at`` moves away with each failure, so that one that can never go well does not hold up the others.
    """

    event_id = models.UUIDField()
    subject_id = models.UUIDField()
    seq = models.BigIntegerField()
    subscriber = models.CharField(max_length=100)
    error = models.CharField(max_length=200)
    tries = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()
    due_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "subscriber"], name="unplanned_once")]
        indexes = [
            models.Index(fields=["due_at", "id"], name="unplanned_due"),
            models.Index(fields=["subject_id", "seq"], name="unplanned_subject"),
        ]
