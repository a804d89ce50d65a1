"""How long to wait before the next try."""

import random
from datetime import datetime, time, timedelta

from django.conf import settings

from foundation.local_time import LOCAL, to_local

_FIRST, _LONGEST = 5.0, 900.0
GIVE_UP_AFTER = timedelta(hours=72)


def scaled(seconds: float) -> float:
    """A delay of delivery as this deployment counts it (``DELIVERY_TIME_SCALE``)."""
    return seconds * float(settings.DELIVERY_TIME_SCALE)


def delay(tries: int) -> float:
    """Seconds before try ``tries + 1``: doubling from five to fifteen minutes, with jitter, scaled."""
    base = min(_FIRST * 2 ** max(0, tries - 1), _LONGEST)
    return scaled(base * random.uniform(0.7, 1.3))  # noqa: S311 - spreading load, not hiding a secret


def next_morning(moment: datetime) -> datetime:
    """06:05 of the next day in Viet Nam, with up to ten minutes of jitter."""
    day = to_local(moment).date() + timedelta(days=1)
    start = datetime.combine(day, time(6, 5), LOCAL)
    return start + timedelta(seconds=random.uniform(0, 600))  # noqa: S311 - as above
