from django.db import models

from foundation.ids import uuid7


class UUIDModel(models.Model):
    """A row with a time-ordered key that never changes and never repeats."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
