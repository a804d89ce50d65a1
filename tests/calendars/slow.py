"""A second clock, slow and obvious: it walks minute by minute and day by day, and shares no line with the first."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import ceil

from calendars.calendar import ICT
from calendars.terms import ClockRules, CutoffRule, EndPolicy, Term, TermUnit

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
THREE = time(15, 0)


@dataclass
class SlowClock:
    """Told what happens, in order; ``due`` is the date that holds."""

    sessions_on: object
    term: Term
    rules: ClockRules
    due: datetime | None = None
    left: int = 0
    target: date | None = None
    paused_at: datetime | None = None
    told: list = field(default_factory=list)

    def works(self, day: date) -> bool:
        return bool(self.sessions_on(day))

    def inside(self, moment: datetime) -> bool:
        return any(start <= moment.time() < end for start, end in self.sessions_on(moment.date()))

    def next_working(self, day: date) -> date:
        while not self.works(day):
            day += DAY
        return day

    def closing(self, day: date) -> datetime:
        return datetime.combine(day, max(end for _start, end in self.sessions_on(day)), ICT)

    def opens(self, moment: datetime) -> datetime:
        """The moment itself in a session, else the first minute of the next one."""
        while not self.inside(moment):
            moment += MINUTE
        return moment

    def walk(self, moment: datetime, minutes: int) -> datetime:
        """When so many minutes inside sessions have gone by."""
        moment = self.opens(moment)
        while minutes:
            if self.inside(moment):
                minutes -= 1
            moment += MINUTE
        return moment

    def minutes_until(self, moment: datetime, end: datetime) -> int:
        found = 0
        while moment < end:
            found += self.inside(moment)
            moment += MINUTE
        return found

    def working_days_later(self, day: date, count: int) -> date:
        for _n in range(count):
            day = self.next_working(day + DAY)
        return day

    @property
    def by_days(self) -> bool:
        return self.term.unit in (TermUnit.DAYS, TermUnit.MONTHS)

    @property
    def by_close(self) -> bool:
        return self.term.unit is TermUnit.WORKING_DAYS and self.rules.end_policy is EndPolicy.END_OF_DAY

    def start(self, moment: datetime) -> None:
        """Accepted, or begun anew."""
        moment = moment.astimezone(ICT)
        late = moment.time() > THREE and self.works(moment.date())
        begun = self.opens(moment)
        if late and self.rules.cutoff is CutoffRule.START_NEXT_WORKING_DAY:
            begun = self.opens(datetime.combine(moment.date() + DAY, time(0), ICT))
        day, self.paused_at, self.target = begun.date(), None, None
        if self.term.unit is TermUnit.SAME_DAY:
            if late and self.rules.cutoff is CutoffRule.SAME_DAY_NEXT_DAY and day == moment.date():
                day = self.next_working(day + DAY)
            self.due = self.closing(day)
        elif self.by_days:
            self.target = day + int(self.term.amount) * DAY
            if self.term.unit is TermUnit.MONTHS:
                self.target = months_later(day, int(self.term.amount))
            self.due = self.closing(self.next_working(self.target))
        elif self.by_close:
            self.due = self.closing(self.working_days_later(day, ceil(self.term.amount)))
        else:
            per_unit = 60 if self.term.unit is TermUnit.WORKING_HOURS else 480
            self.due = self.walk(begun, int(self.term.amount * per_unit))

    def pause(self, moment: datetime) -> None:
        moment = moment.astimezone(ICT)
        self.paused_at, self.left = moment, 0
        assert self.due is not None
        if moment >= self.due:
            return
        if self.by_days:
            assert self.target is not None
            self.left = max(0, (self.target - moment.date()).days)
        elif self.by_close:
            day = self.opens(moment).date()
            while day < self.due.date():
                day = self.next_working(day + DAY)
                self.left += 1
        else:
            self.left = self.minutes_until(moment, self.due)

    def resume(self, moment: datetime) -> None:
        moment = moment.astimezone(ICT)
        assert self.due is not None
        assert self.paused_at is not None
        if moment == self.paused_at or self.paused_at >= self.due:
            return
        if self.by_days:
            self.target = moment.date() + self.left * DAY
            self.due = self.closing(self.next_working(self.target))
        elif self.by_close:
            self.due = self.closing(self.working_days_later(self.opens(moment).date(), self.left))
        else:
            self.due = self.walk(moment, self.left)

    def reckon(self, sessions_on: object) -> None:
        """Another calendar holds: forget all dates, and be told everything once more."""
        told, self.told = self.told, []
        self.sessions_on, self.due, self.left, self.target, self.paused_at = sessions_on, None, 0, None, None
        for what, moment in told:
            self.tell(what, moment)

    def tell(self, what: str, moment: datetime) -> None:
        """``start``, ``pause`` or ``resume`` at a moment, kept for when another calendar holds."""
        self.told.append((what, moment))
        getattr(self, what)(moment)


def months_later(day: date, count: int) -> date:
    """The same number of a day so many months on; the month's last where it has no such day."""
    year, month, number = day.year, day.month, day.day
    for _n in range(count):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1
