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
    """The question that the process has beside ``host`` (named by ``code`` where it has several); else one that the official
    puts. Only the process, which cites the law, says that silence agrees. LookupError for an unknown code."""
    known = process.asks(host)
    if code and code not in {plan.code for plan in known}:
        raise LookupError(code)
    plan = next((p for p in known if not code or p.code == code), None)
    return Question(plan, term or (plan.term if plan else None) or USUAL, bool(plan and plan.silence_agrees))
