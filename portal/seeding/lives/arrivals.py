"""When people file: at a counter in its hours, from afar at any decent hour; more of them lately than long ago."""

import random
from datetime import UTC, datetime, time, timedelta

from calendars.calendar import ICT, WorkCalendar

# hour → weight
_COUNTER = {7: 6, 8: 18, 9: 20, 10: 14, 11: 4, 13: 8, 14: 16, 15: 11, 16: 7, 17: 1}
_AFAR = {
    6: 2, 7: 4, 8: 8, 9: 9, 10: 8, 11: 6, 12: 5, 13: 5, 14: 7, 15: 7, 16: 6, 17: 5, 18: 5, 19: 8, 20: 9, 21: 8, 22: 4, 23: 1,
}  # fmt: skip
_WEEKEND = 0.35  # of a weekday's, from afar
_GROWTH = 0.45  # so much fewer at the beginning of the span than now


def arrival(chance: random.Random, counter: WorkCalendar, now: datetime, days: float, *, afar: bool) -> datetime:
    """A moment within the last ``days``; at a counter one within its sessions."""
    hours = _AFAR if afar else _COUNTER
    while True:
        age = chance.random()
        if chance.random() < _GROWTH * age:
            continue
        day = (now - timedelta(days=days * age)).astimezone(ICT).date()
        if afar and not counter.is_working(day) and chance.random() > _WEEKEND:
            continue
        if not afar and not counter.is_working(day):
            continue
        hour = chance.choices(list(hours), list(hours.values()))[0]
        moment = datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), ICT).astimezone(UTC)
        if moment < now and (afar or counter.snap(moment) == moment):
            return moment
