"""When people sleep: what is not urgent waits until the morning (Asia/Ho_Chi_Minh). Pure, but for the setting."""

import random
from datetime import datetime, time, timedelta

from django.conf import settings

from foundation.local_time import LOCAL, to_local
from notifications.kinds import Urgency

_JITTER = 600.0  # seconds, so that not all of a province goes out in the first minute


def quiet(moment: datetime, hours: tuple[time, time]) -> bool:
    """Whether ``moment`` (aware) lies in the quiet hours ``(from, to)``, which may pass midnight."""
    begins, ends = hours
    clock = to_local(moment).time()
    return begins <= clock < ends if begins <= ends else clock >= begins or clock < ends


def wakes_at(moment: datetime, hours: tuple[time, time]) -> datetime:
    """The end of the quiet hours in which ``moment`` lies."""
    local = to_local(moment)
    end = datetime.combine(local.date(), hours[1], LOCAL)
    return end if end > local else end + timedelta(days=1)


def held_until(urgency: int, moment: datetime) -> datetime | None:
    """When a message of this urgency may go, jitter included; None: now. Urgent ones always may."""
    hours: tuple[time, time] | None = settings.QUIET_HOURS
    if hours is None or urgency == Urgency.URGENT or not quiet(moment, hours):
        return None
    return wakes_at(moment, hours) + timedelta(seconds=random.uniform(0, _JITTER))  # noqa: S311 - spreading load
