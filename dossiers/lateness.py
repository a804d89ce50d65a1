"""Will the due date be missed? What is still to be done against what is left (NĐ 61/2018 Đ19(9)). Pure."""

from datetime import datetime
from functools import cache

from calendars.calendar import WorkCalendar, local_date
from calendars.terms import HOURS_PER_DAY, Term, TermUnit
from dossiers.process import Plan, Process

DAY = HOURS_PER_DAY * 3600
ASK_WITHIN = 2 * DAY  # working seconds before the date: the head is asked for an apology then
# Of seven days five are worked, a month has 21 working days: good enough to compare.
_WORKED = {TermUnit.DAYS: DAY * 5 // 7, TermUnit.MONTHS: DAY * 21}


def seconds_of(term: Term | None) -> int:
    """The working time that a step's term stands for; «trong ngày» is a day, no term is no time."""
    if term is None:
        return 0
    if term.unit in _WORKED:
        return int(term.amount) * _WORKED[term.unit]
    return DAY if term.unit is TermUnit.SAME_DAY else term.working_seconds


def work_after(process: Process, step: Plan) -> int:
    """The working seconds of the shortest way on from a step to the result, without the step itself."""

    @cache
    def rest(code: str) -> int:
        here = process.find(code)
        ways = [] if here is None else process.onward(here)
        return min((seconds_of(way.term) + rest(way.code) for way in ways), default=0)

    return rest(step.code)


def will_be_missed(
    process: Process, step: Plan, step_due: datetime | None, due_at: datetime, calendar: WorkCalendar, at: datetime
) -> bool:
    """Whether the steps still to be done need more working time than is left until ``due_at``. The step at hand needs what
    is left of its own time, and counts nothing once that has passed."""
    own = calendar.working_seconds(at, step_due) if step_due is not None and step_due > at else 0
    return own + work_after(process, step) > calendar.working_seconds(at, due_at)


def is_time_to_ask(due_at: datetime, calendar: WorkCalendar, at: datetime) -> bool:
    """Whether an apology has to be asked for now: two working days before the date, and while the law still allows one
    (the day before at the latest)."""
    return local_date(at) < local_date(due_at) and calendar.working_seconds(at, due_at) <= ASK_WITHIN
