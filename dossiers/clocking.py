"""The clock of one dossier in the database: its entries, and the due date that follows from them."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from calendars.calendar import WorkCalendar, local_date
from calendars.clock import ClockEvent, ClockFault, ClockKind, ClockState, replay
from calendars.due import due
from calendars.excerpt import as_it_was, excerpt
from calendars.queries import calendar_for
from calendars.terms import ClockRules, Term
from dossiers.models import ClockEntry, Dossier, DueRecord
from dossiers.models.dossier import NO_DATE
from foundation.local_time import iso_local, to_local, today_local
from procedures.terms import clock_rules, supplement_window, term_at


def term_and_rules(dossier: Dossier) -> tuple[Term, ClockRules]:
    """Under what term and rules this dossier runs: those of the version it was accepted under."""
    version = dossier.version_of_procedure
    term = term_at(version, dossier.term_variant, dossier.province_id, dossier.commune_id, promised_on(dossier))
    return term, clock_rules(version)


def promised_on(dossier: Dossier) -> date:
    """The day whose promises hold for it: that of its acceptance, until then today."""
    return to_local(dossier.accepted_at).date() if dossier.accepted_at else today_local()


def history_of(dossier: Dossier, calendar: WorkCalendar) -> Iterator[tuple[ClockEvent, WorkCalendar]]:
    """What happened to the clock, in order, each with the calendar by which it was reckoned.

    A date that was promised is not reckoned anew when the calendar changes: its own record says with what it was
    computed, and what happens to the clock without a new date goes by that too.
    """
    kept = {record.inputs.get("entry"): record.inputs.get("calendar") for record in dossier.due_records.all()}
    then = calendar
    for entry in dossier.clock.order_by("at", "id"):
        if known := kept.get(str(entry.id)):
            then = as_it_was(calendar, known)
        yield ClockEvent(ClockKind(entry.kind), entry.at, entry.reason, entry.due_at), then


def state_of(dossier: Dossier, calendar: WorkCalendar | None = None) -> ClockState:
    """Where the clock stands."""
    term, rules = term_and_rules(dossier)
    return replay(history_of(dossier, calendar or calendar_for(dossier.agency_id)), term, rules)


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
    history = list(history_of(dossier, calendar))
    if history and at < history[-1][0].at:
        at = history[-1][0].at
    entry = ClockEntry(dossier=dossier, kind=kind.value, at=at, reason=reason, due_at=due_at)
    by = calendar if kind in _GIVE_A_DATE or not history else history[-1][1]
    state = replay([*history, (ClockEvent(kind, at, reason, due_at), by)], term, rules)
    entry.save()
    previous = dossier.due_at
    dossier.due_at, dossier.original_due_at = state.due_at, state.original_due_at
    dossier.paused_since = state.paused_since
    dossier.due_sort = state.due_at or NO_DATE
    if state.due_at is not None and kind in _GIVE_A_DATE:
        DueRecord.objects.create(
            dossier=dossier, computed_at=at, due_at=state.due_at, previous_due_at=previous,
            inputs=inputs_of(dossier, entry, state.due_at, calendar, term, rules, since=_since(kind, at, history)),
        )  # fmt: skip
    return state


def _since(kind: ClockKind, at: datetime, history: list[tuple[ClockEvent, WorkCalendar]]) -> datetime:
    """From when on the calendar counted: what is reckoned anew goes back to the beginning."""
    return history[0][0].at if kind is ClockKind.RECKON and history else at


# Only these compute a date; the others leave the promised one alone.
_GIVE_A_DATE = frozenset({ClockKind.START, ClockKind.RESTART, ClockKind.RESUME, ClockKind.EXTEND, ClockKind.RECKON})


def inputs_of(
    dossier: Dossier, entry: ClockEntry, due_at: datetime, calendar: WorkCalendar, term: Term, rules: ClockRules, *,
    since: datetime | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Everything from which a date was computed, beside the clock's entries: with these it can be computed again.

    ``since``: where days before the entry counted too. ``missing_years`` names years among those days whose official days off were not yet known.
    """
    first, last = sorted((local_date(since or entry.at), local_date(due_at)))
    return {
        "entry": str(entry.id), "event": entry.kind, "at": iso_local(entry.at), "term": str(term.amount),
        "unit": term.unit.value, "variant": dossier.term_variant, "version": str(dossier.version_of_procedure_id),
        "end_policy": rules.end_policy.value, "cutoff": rules.cutoff.value, "supplement": rules.supplement.value,
        "calendar": excerpt(calendar, first, last),
        "missing_years": [year for year in calendar.missing_years if first.year <= year <= last.year],
    }  # fmt: skip


def has_started(dossier: Dossier) -> bool:
    """Whether the clock has begun: with acceptance, or acceptance and payment."""
    return dossier.clock.filter(kind=ClockKind.START.value).exists()


def supplement_deadline(dossier: Dossier, at: datetime) -> datetime:
    """Until when the applicant may supplement what was asked for at ``at``."""
    window = supplement_window(dossier.version_of_procedure)
    return due(calendar_for(dossier.agency_id), at, window, ClockRules())


__all__ = [
    "ClockFault", "has_started", "history_of", "inputs_of", "state_of", "supplement_deadline", "term_and_rules", "tick",
]  # fmt: skip
