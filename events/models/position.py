from django.db import models


class Unsequenced(models.Model):
    """An event that has no position yet, with the transaction that wrote it; taken away by the sequencer."""

    event_id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField()
    xid = models.BigIntegerField()


class EventPosition(models.Model):
    """The gapless place of a committed event in the order that every follower reads."""

    position = models.BigIntegerField(primary_key=True)
    event_id = models.UUIDField(unique=True)
