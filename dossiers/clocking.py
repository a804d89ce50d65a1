"""The clock of one dossier in the database: its entries, and the due date that follows from them."""

from datetime import datetime

from calendars.calendar import WorkCalendar
from calendars.clock import ClockEvent, ClockFault, ClockKind, ClockState, run
from calendars.due import due
from calendars.queries import calendar_for
from calendars.terms import ClockRules, Term
from dossiers.models import ClockEntry, Dossier, DueRecord
from dossiers.models.dossier import NO_DATE
from foundation.local_time import iso_local
from procedures.terms import clock_rules, supplement_window, term_of


def term_and_rules(dossier: Dossier) -> tuple[Term, ClockRules]:
    """Under what term and rules this dossier runs: those of the version it was accepted under."""
    version = dossier.version_of_procedure
    return term_of(version, dossier.term_variant), clock_rules(version)


def events_of(dossier: Dossier) -> list[ClockEvent]:
    """The clock's history, in order."""
    return [
        ClockEvent(ClockKind(entry.kind), entry.at, entry.reason, entry.due_at)
        for entry in dossier.clock.order_by("at", "id")
    ]


def state_of(dossier: Dossier, calendar: WorkCalendar | None = None) -> ClockState:
    """Where the clock stands, reckoned from its history with the calendar now in force."""
    term, rules = term_and_rules(dossier)
    return run(events_of(dossier), calendar or calendar_for(dossier.agency_id), term, rules)


def tick(
    dossier: Dossier, kind: ClockKind, at: datetime, reason: str = "", *, due_at: datetime | None = None
) -> ClockState | None:
    """Add an entry and bring the dossier's dates up to it; the caller saves the dossier.

    None, and nothing done, where the dossier has no clock: another system's, or no due date by law.
    """
    version = dossier.version_of_procedure
    if dossier.is_mirrored or version.no_due_date:
        dossier.paused_since = at if kind is ClockKind.PAUSE else None
        return None
    calendar = calendar_for(dossier.agency_id)
    term, rules = term_and_rules(dossier)
    history = events_of(dossier)
    if history and at < history[-1].at:
        at = history[-1].at
    entry = ClockEntry(dossier=dossier, kind=kind.value, at=at, reason=reason, due_at=due_at)
    state = run([*history, ClockEvent(kind, at, reason, due_at)], calendar, term, rules)
    entry.save()
    previous = dossier.due_at
    dossier.due_at, dossier.original_due_at = state.due_at, state.original_due_at
    dossier.paused_since = state.paused_since
    dossier.due_sort = state.due_at or NO_DATE
    if state.due_at is not None and state.due_at != previous:
        DueRecord.objects.create(
            dossier=dossier, computed_at=at, due_at=state.due_at, previous_due_at=previous,
            inputs={
                "term": str(term.amount), "unit": term.unit.value, "end_policy": rules.end_policy.value,
                "cutoff": rules.cutoff.value, "event": kind.value, "at": iso_local(at),
                "missing_years": list(calendar.missing_years),
            },
        )  # fmt: skip
    return state


def has_started(dossier: Dossier) -> bool:
    return dossier.clock.filter(kind=ClockKind.START.value).exists()


def supplement_deadline(dossier: Dossier, at: datetime) -> datetime:
    """Until when the applicant may supplement what was asked for at ``at``."""
    window = supplement_window(dossier.version_of_procedure)
    return due(calendar_for(dossier.agency_id), at, window, ClockRules())


__all__ = ["ClockFault", "has_started", "state_of", "supplement_deadline", "term_and_rules", "tick"]
