"""Asking another agency (lấy ý kiến; NĐ 61/2018 Đ19(5)): by when it answers, and what its silence means. Pure."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from calendars.calendar import WorkCalendar
from calendars.due import due
from calendars.terms import ClockRules, Term, TermUnit
from dossiers.process import Plan, Process

# Where neither process nor official names a time. Our choice, not the law's.
USUAL = Term(Decimal(3), TermUnit.WORKING_DAYS)


@dataclass(frozen=True)
class Question:
    """How a question is put: the step of the process that it is, if it is one, its time, and whether silence agrees."""

    plan: Plan | None
    term: Term
    silence_agrees: bool

    def until(self, calendar: WorkCalendar, asked: datetime) -> datetime:
        """When the answer is due, in the working time of the agency that is asked."""
        return due(calendar, asked, self.term, ClockRules())


def question_at(process: Process, host: Plan, code: str = "", term: Term | None = None) -> Question:
    """The question ``code`` that the process has beside ``host``; without a code one that the official puts. Only the process,
    which cites the law, says that silence agrees, and only in the time that it gives. LookupError for an unknown code."""
    plan = next((p for p in process.asks(host) if p.code == code), None)
    if code and plan is None:
        raise LookupError(code)
    own = plan.term if plan else None
    return Question(plan, term or own or USUAL, bool(plan and plan.silence_agrees and term is None))
