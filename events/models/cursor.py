from django.db import models


class FollowerCursor(models.Model):
    """How far one follower has read (position), and since when it has been failing."""

    name = models.CharField(max_length=100, primary_key=True)
    position = models.BigIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
