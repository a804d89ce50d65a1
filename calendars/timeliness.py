"""Early, on time, late, soon due: the words of the reports (QĐ 766/QĐ-TTg; the early rule is a policy of ours)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from calendars.calendar import ICT, WorkCalendar, local_date
from calendars.due import add_months, midnight
from calendars.terms import HOURS_PER_DAY, Term, TermUnit


class Timeliness(StrEnum):
    """Where a dossier stands against its date."""

    EARLY = "early"  # trước hạn
    ON_TIME = "on_time"  # đúng hạn
    LATE = "late"  # quá hạn
    SOON = "soon"  # sắp đến hạn
    RUNNING = "running"  # trong hạn
    OVERDUE = "overdue"  # quá hạn, chưa giải quyết
    NO_DATE = "no_date"


@dataclass(frozen=True)
class SoonPolicy:
    """When a running dossier is soon due: so many working hours left, or a share of a long term."""

    hours_left: int = HOURS_PER_DAY
    share: Decimal = Decimal("0.2")
    long_term_days: int = 5


def of_ended(cal: WorkCalendar, ended_at: datetime, due_at: datetime | None, *, whole_day: bool = False) -> Timeliness:
    """The judgement on an ended dossier: on time is ``ended_at <= due_at`` (QĐ 766/QĐ-TTg).

    Early is before the session (or, with ``whole_day``, the day) in which the due instant lies began.
    """
    if due_at is None:
        return Timeliness.NO_DATE
    if ended_at > due_at:
        return Timeliness.LATE
    local = due_at.astimezone(ICT)
    sessions = cal.sessions_on(local.date())
    begun = [s for s, _e in sessions if s < local.time()] or [s for s, _e in sessions[:1]]
    if not begun:
        return Timeliness.ON_TIME
    begin = datetime.combine(local.date(), begun[0] if whole_day else begun[-1], ICT)
    return Timeliness.EARLY if ended_at < begin else Timeliness.ON_TIME


def of_running(
    cal: WorkCalendar, now: datetime, due_at: datetime | None, term: Term, policy: SoonPolicy | None = None
) -> Timeliness:
    """The judgement on a running dossier."""
    rule = policy or SoonPolicy()
    if due_at is None:
        return Timeliness.NO_DATE
    if now > due_at:
        return Timeliness.OVERDUE
    left = cal.working_seconds(now, due_at)
    threshold, whole = rule.hours_left * 3600, _working_time(cal, due_at, term)
    if whole > rule.long_term_days * HOURS_PER_DAY * 3600:
        threshold = max(threshold, int(whole * rule.share))
    return Timeliness.SOON if left <= threshold else Timeliness.RUNNING


def _working_time(cal: WorkCalendar, due_at: datetime, term: Term) -> int:
    """The working seconds of a whole term; of calendar days and months, those that lie before the date."""
    if term.unit is TermUnit.SAME_DAY:
        return HOURS_PER_DAY * 3600
    if term.unit in (TermUnit.WORKING_DAYS, TermUnit.WORKING_HOURS):
        return term.working_seconds
    day, amount = local_date(due_at), int(term.amount)
    first = add_months(day, -amount) if term.unit is TermUnit.MONTHS else day - timedelta(days=amount)
    return cal.working_seconds(midnight(first), due_at)
