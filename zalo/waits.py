"""From "tomorrow" to seconds: windows of the platform in Vietnamese time, with jitter, scaled for tests."""

import random
from datetime import datetime, time, timedelta

from django.conf import settings

from foundation.local_time import LOCAL, now, to_local
from zalo.outcomes import Wait

_JITTER = {Wait.NEXT_MINUTE: 5.0, Wait.MORNING: 600.0, Wait.NEXT_DAY: 900.0}


def scaled(seconds: float) -> float:
    """A delay as this deployment counts it (``DELIVERY_TIME_SCALE``)."""
    return seconds * float(settings.DELIVERY_TIME_SCALE)


def opens_at(wait: Wait, moment: datetime) -> datetime:
    """The instant at which the window that ``wait`` names opens, as seen from ``moment`` (aware)."""
    local = to_local(moment)
    if wait is Wait.NEXT_MINUTE:
        return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    at = time(6, 5) if wait is Wait.MORNING else time(0, 5)
    today = datetime.combine(local.date(), at, tzinfo=LOCAL)
    return today if today > local else today + timedelta(days=1)


def seconds_until(wait: Wait, moment: datetime | None = None) -> float | None:
    """Real seconds to wait, jitter included, so that a whole province does not call in one second."""
    if wait is Wait.NOTHING:
        return None
    start = moment or now()
    exact = (opens_at(wait, start) - start).total_seconds()
    return scaled(exact + random.uniform(0.5, _JITTER[wait]))  # noqa: S311 - jitter, not a secret
