from django.db import migrations

from foundation.partitions.migration import LockedPartitions


class Migration(migrations.Migration):
    """A partition named outright is not bound by its parent's policies: it lets nobody in."""

    dependencies = [("notifications", "0001_initial")]

    operations = [LockedPartitions("notifications_message"), LockedPartitions("notifications_attempt")]
