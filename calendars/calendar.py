"""The working time of one organisation as a value: sessions on a line, with sums for fast reckoning."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone

ICT = timezone(timedelta(hours=7))  # Viet Nam has had one offset since 1975
_OFFSET = 7 * 3600
_DAY = 86400
_EPOCH = date(1970, 1, 1).toordinal()

Sessions = tuple[tuple[time, time], ...]


class OutOfCalendar(ValueError):
    """The reckoning left the days that the calendar covers."""


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def local_date(moment: datetime) -> date:
    """The day on a wall clock in Viet Nam."""
    return moment.astimezone(ICT).date()


def _instant(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """The sessions of every day from ``first`` to ``last``, and why a day is special.

    Instants in are aware, instants out are aware (UTC). Build one with :meth:`of`.
    """

    first: date
    last: date
    days: Mapping[date, Sessions]
    notes: Mapping[date, str] = field(default_factory=dict)
    missing_years: tuple[int, ...] = ()
    _starts: tuple[int, ...] = ()
    _ends: tuple[int, ...] = ()
    _before: tuple[int, ...] = ()
    _order: tuple[date, ...] = ()  # the working days

    @classmethod
    def of(
        cls,
        first: date,
        last: date,
        sessions_on: Callable[[date], Iterable[tuple[time, time]]],
        *,
        notes: Mapping[date, str] | None = None,
        missing_years: Iterable[int] = (),
    ) -> "WorkCalendar":
        """Lay out the sessions of each day. ValueError if two sessions of a day overlap."""
        days: dict[date, Sessions] = {}
        starts: list[int] = []
        ends: list[int] = []
        before: list[int] = []
        total = 0
        day = first
        while day <= last:
            sessions = tuple(sorted(sessions_on(day)))
            midnight = (day.toordinal() - _EPOCH) * _DAY - _OFFSET
            for start, end in sessions:
                low, high = midnight + _seconds(start), midnight + _seconds(end)
                if low >= high or (ends and low < ends[-1]):
                    raise ValueError(f"sessions overlap on {day}")
                starts.append(low)
                ends.append(high)
                before.append(total)
                total += high - low
            if sessions:
                days[day] = sessions
            day += timedelta(days=1)
        return cls(
            first,
            last,
            days,
            dict(notes or {}),
            tuple(missing_years),
            tuple(starts),
            tuple(ends),
            tuple(before),
            tuple(days),
        )

    def is_working(self, day: date) -> bool:
        return day in self.days

    def sessions_on(self, day: date) -> Sessions:
        return self.days.get(day, ())

    def end_of(self, day: date) -> datetime:
        """The end of the last session of a working day."""
        return datetime.combine(day, self.days[day][-1][1], ICT).astimezone(UTC)

    def start_of(self, day: date) -> datetime:
        """The start of the first session of a working day."""
        return datetime.combine(day, self.days[day][0][0], ICT).astimezone(UTC)

    def working_day_from(self, day: date) -> date:
        """``day`` itself or the next working day after it."""
        return day if day in self.days else self._nth(bisect_left(self._order, day))

    def working_day_after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; ``day`` itself for none."""
        return self._nth(bisect_right(self._order, day) + count - 1) if count else day

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie after ``after`` up to and with ``until``."""
        return max(0, bisect_right(self._order, until) - bisect_right(self._order, after))

    def _nth(self, index: int) -> date:
        if index >= len(self._order):
            raise OutOfCalendar(f"no working day known after {self.last}")
        return self._order[index]

    def snap(self, moment: datetime) -> datetime:
        """The instant itself inside a session, else the start of the next one; the end of a session is outside it."""
        stamp = int(moment.timestamp())
        return _instant(self._snap(stamp)[0])

    def is_open(self, moment: datetime) -> bool:
        """Whether the instant lies in a session, its first and last second included."""
        stamp = int(moment.timestamp())
        index = bisect_right(self._starts, stamp) - 1
        return index >= 0 and stamp <= self._ends[index]

    def _snap(self, stamp: int) -> tuple[int, int]:
        index = bisect_right(self._starts, stamp) - 1
        if index >= 0 and stamp < self._ends[index]:
            return stamp, index
        if index + 1 >= len(self._starts):
            raise OutOfCalendar(f"no session known after {self.last}")
        if index < 0 and stamp < self._starts[0] - 400 * _DAY:
            raise OutOfCalendar(f"before {self.first}")
        return self._starts[index + 1], index + 1

    def _worked(self, stamp: int) -> int:
        """Working seconds from the beginning of the calendar up to an instant."""
        index = bisect_right(self._starts, stamp) - 1
        if index < 0:
            return 0
        return self._before[index] + min(stamp, self._ends[index]) - self._starts[index]

    def add(self, moment: datetime, working_seconds: int) -> datetime:
        """The instant when so much working time has passed. One that falls on the end of a session stays there."""
        stamp, index = self._snap(int(moment.timestamp()))
        if working_seconds <= 0:
            return _instant(stamp)
        target = self._before[index] + stamp - self._starts[index] + working_seconds
        found = bisect_left(self._before, target) - 1
        end = self._starts[found] + target - self._before[found]
        if end > self._ends[found]:
            raise OutOfCalendar(f"the term ends after {self.last}")
        return _instant(end)

    def working_seconds(self, start: datetime, end: datetime) -> int:
        """The working time between two instants (0 if they are the wrong way round)."""
        return max(0, self._worked(int(end.timestamp())) - self._worked(int(start.timestamp())))
