from django.db import models

from foundation.encryption import BlindIndexField


class PhoneReach(models.Model):
    """A number of which Zalo said that it has no account (-118): not asked for again for a day."""

    phone_index = BlindIndexField(primary_key=True)
    learnt_at = models.DateTimeField(db_index=True)
