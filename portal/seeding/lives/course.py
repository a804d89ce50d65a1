"""The course of one dossier by likelihood: filed, taken in, settled, handed over; cut off where the present is."""

import random
from datetime import datetime, timedelta

from calendars.calendar import WorkCalendar, local_date
from calendars.terms import TermUnit
from portal.seeding.lives.habits import Habit
from portal.seeding.lives.life import By, Life
from portal.seeding.lives.living import Living, NotYet, Setting

_DAY = 8.0  # working hours
_AT_COUNTER = timedelta(milliseconds=40)  # filed and taken in in one transaction


def live(
    chance: random.Random, setting: Setting, habit: Habit, now: datetime, filed: datetime, by: By, *, at_once: bool = False,
    papers: int = 0,
) -> Life:  # fmt: skip
    """One life from ``filed`` up to ``now``. ``at_once``: filed at the counter and taken in with the same act.

    ``papers``: how many files came with the filing.
    """
    living = Living(chance, setting, now, filed, by)
    course = _Course(living, habit, at_once=at_once)
    try:
        for _ in range(papers):
            living.attach(living.last + timedelta(seconds=chance.uniform(1, 6)))
        if course.intake():
            course.settle()
    except NotYet:
        pass
    return living.stand()


class _Course:
    """What happens to one dossier. Each stage says whether the next one follows."""

    def __init__(self, living: Living, habit: Habit, *, at_once: bool) -> None:
        self.living, self.habit, self.at_once = living, habit, at_once
        self.chance = living.chance
        self.office, self.counter = living.setting.office, living.setting.counter
        self.same_day = living.setting.term.unit is TermUnit.SAME_DAY

    def _happens(self, share: float) -> bool:
        return self.chance.random() < share

    # --- at the counter

    def intake(self) -> bool:
        """Whether it was taken in."""
        living, habit = self.living, self.habit
        if self.at_once:
            living.accept(living.last + _AT_COUNTER)
            return True
        if self._happens(habit.intake_supplement):
            until = living.ask(self._soon(), By.RECEPTIONIST)
            if self._happens(0.15):
                living.expire(until)
                return False
            living.receive(self._answered(until, self.counter), By.RECEPTIONIST)
        if self._happens(habit.intake_refused):
            living.refuse(self._soon())
            return False
        living.accept(self._soon())
        return True

    def _soon(self) -> datetime:
        """When the counter looks at what came from afar: the law gives it eight hours, it mostly needs two."""
        return self.living.wait(self.counter, min(7.5, self.chance.lognormvariate(0.3, 0.8)))

    def _answered(self, until: datetime, by: WorkCalendar) -> datetime:
        """When the applicant's papers are in an official's hands, within the window."""
        last = self.living.last
        return self._in_hours(last + (until - last) * self.chance.uniform(0.05, 0.85), by, until)

    def _in_hours(self, moment: datetime, by: WorkCalendar, until: datetime | None = None) -> datetime:
        """``moment``, or some time into the next session where nobody is at work then."""
        opening = by.snap(moment)
        if opening <= moment:
            return opening
        later = by.add(opening, self.chance.randrange(60, 9000))
        return later if until is None or later < until else opening

    # --- on the desk

    def settle(self) -> None:
        living, habit = self.living, self.habit
        late = self._happens(habit.late)
        first = min(6.0, self._left() * 0.15)
        if self._happens(habit.assigned_by_head):
            living.assign(living.wait(self.office, self.chance.uniform(0.05, 0.4) * first))
        living.start(living.wait(self.office, self.chance.uniform(0.1, 0.6) * first))
        if self._ends_early() or not self._papers() or not self._money():
            return
        if late and not self.same_day and self._happens(habit.extended):
            late = not self._apologises()
        self._finish(late=late)
        if self._happens(habit.recalled):
            living.recall(living.wait(self.office, self.chance.uniform(0.5, 3)))
            living.complete(living.wait(self.office, self.chance.uniform(1, 6)), "granted")
        living.hand_over(self._fetched())

    def _left(self) -> float:
        """Working hours until the due date."""
        state = self.living.state
        return self.office.working_seconds(self.living.last, state.due_at) / 3600 if state.due_at else _DAY

    def _ends_early(self) -> bool:
        kind, by = ("withdrawn", By.RECEPTIONIST) if self._happens(0.6) else ("stopped", By.OFFICER)
        if not self._happens(self.habit.withdrawn if kind == "withdrawn" else self.habit.stopped):
            return False
        calendar = self.counter if by is By.RECEPTIONIST else self.office
        self.living.end(self.living.wait(calendar, self.chance.uniform(0.1, 0.8) * self._left()), kind, by)
        return True

    def _papers(self, share: float | None = None, *, again: bool = False) -> bool:
        """Papers may be missing: asked for within three working days (NĐ 61/2018 Đ19(4)). Whether it goes on."""
        living, habit = self.living, self.habit
        if not self._happens(habit.supplement if share is None else share):
            return True
        within = min(2.5 * _DAY, 0.5 * self._left())
        until = living.ask(living.wait(self.office, self.chance.uniform(0.1, 1.0) * within), By.OFFICER, again=again)
        if self._happens(0.12):
            living.expire(until)
            return False
        by, hours = (By.RECEPTIONIST, self.counter) if self._happens(0.7) else (By.OFFICER, self.office)
        living.receive(self._answered(until, hours), by)
        return again or self._papers(habit.second_supplement, again=True)

    def _money(self) -> bool:
        living = self.living
        if not self._happens(self.habit.pays):
            return True
        living.charge(living.wait(self.office, self.chance.uniform(0.3, 0.6) * self._left()))
        if self._happens(0.02):
            living.end(living.wait(self.counter, 12 * _DAY), "withdrawn", By.RECEPTIONIST)
            return False
        days = min(25.0, self.chance.lognormvariate(1.2, 0.8))
        living.paid(self._in_hours(living.last + timedelta(days=days), self.counter), By.CASHIER)
        return True

    def _apologises(self) -> bool:
        """A new date with an apology, a day before the old one at the latest. Whether there was time for it."""
        living, state = self.living, self.living.state
        assert state.due_at is not None
        at = self.office.snap(state.due_at - timedelta(days=1, hours=self.chance.uniform(1, 40)))
        if at <= living.last or local_date(at) >= local_date(state.due_at):
            return False
        living.extend(at, self.office.add(state.due_at, int(self.chance.randint(3, 8) * _DAY * 3600)))
        return True

    def _finish(self, *, late: bool) -> None:
        living, habit, left = self.living, self.habit, self._left()
        hours = left * self.chance.uniform(0.25, 0.96) if left else self.chance.uniform(1, 8)
        if self._happens(habit.stuck):
            hours = left + _DAY * self.chance.uniform(12, 35)
        elif late:
            hours = left + min(20.0, self.chance.lognormvariate(1.3, 0.8)) * (_DAY if not self.same_day else 1.5)
        hours = self._from_desk_to_desk(hours)
        outcome = "refused" if self._happens(habit.refused) else "granted"
        if outcome == "granted" and self._happens(habit.records_result):
            living.result(living.wait(self.office, max(0.02, hours - self.chance.uniform(0.2, 1.5))))
            hours = self.chance.uniform(0.15, 1.0)
        living.complete(living.wait(self.office, hours), outcome)

    def _from_desk_to_desk(self, hours: float) -> float:
        """Through the steps before the result, in three quarters of the time that is left; the rest."""
        living, desks = self.living, self.living.ahead()
        for _desk in range(desks):
            part = max(0.02, 0.75 * hours / desks * self.chance.uniform(0.4, 1.3))
            living.forward(living.wait(self.office, part))
        return hours if not desks else max(0.05, hours * self.chance.uniform(0.05, 0.25))

    def _fetched(self) -> datetime:
        """When the result is handed over: some wait for it, some forget it."""
        draw = self.chance.random()
        if self.same_day:
            hours = self.chance.uniform(0.1, 2) if draw < 0.8 else self.chance.uniform(2, 3 * _DAY)
        elif draw < 0.4:
            hours = self.chance.uniform(0.5, _DAY)
        elif draw < 0.85:
            hours = self.chance.uniform(_DAY, 5 * _DAY)
        else:
            hours = self.chance.uniform(5 * _DAY, 30 * _DAY)
        return self.living.wait(self.counter, hours)
