"""The date that a dossier would have by the changed calendar."""

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from calendars.calendar import Sessions, WorkCalendar, local_date
from calendars.clock import ClockEvent, ClockKind, ClockState, reckoned
from calendars.excerpt import excerpt, kept_days, with_days
from calendars.queries import calendar_for
from calendars.terms import ClockRules, Term
from dossiers.recalculation.candidates import Candidate, Clock
from dossiers.recalculation.change import Change
from procedures.models import ProcedureVersion
from procedures.terms import clock_rules, promises_change, term_at


class NewDate(NamedTuple):
    """What holds by the changed calendar, and with what it was reckoned."""

    state: ClockState
    calendar: WorkCalendar
    term: Term
    rules: ClockRules


@lru_cache(4096)  # dossiers of the same days kept the same
def _days(text: str) -> Mapping[date, Sessions]:
    return kept_days(json.loads(text))


class Reckoner:
    """Reckons many dossiers of one change; remembers calendars and terms, which they share. For one batch."""

    def __init__(self, change: Change) -> None:
        self._change, self._days = change, tuple(change.days())
        self._calendars: dict[UUID, WorkCalendar] = {}
        self._blends: dict[tuple[UUID, tuple[str, ...]], WorkCalendar | None] = {}
        self._by_difference: dict[tuple[UUID, str], WorkCalendar] = {}
        self._versions: dict[UUID, ProcedureVersion] = {}
        self._terms: dict[tuple[Any, ...], tuple[Term, ClockRules]] = {}
        self._excerpts: dict[tuple[int, date, date], dict[str, Any]] = {}

    def new_date(self, dossier: Candidate, clock: Clock) -> NewDate | None:
        """None where nothing of it changes. ClockFault and OutOfCalendar where it cannot be reckoned."""
        calendar = self._blend(dossier.agency_id, clock.kept)
        if calendar is None or not clock.events:
            return None
        term, rules = self._term(dossier, local_date(dossier.accepted_at))
        state = reckoned(clock.events, calendar, term, rules)
        if (state.due_at, state.original_due_at) == (dossier.due_at, dossier.original_due_at):
            return None
        return NewDate(state, calendar, term, rules)

    def excerpt(self, new: NewDate, events: tuple[ClockEvent, ...]) -> dict[str, Any]:
        """The days from the last beginning of the clock to its date: with these it can be reckoned again."""
        state = new.state
        assert state.due_at is not None and state.original_due_at is not None
        began = next(e.at for e in reversed(events) if e.kind in (ClockKind.START, ClockKind.RESTART))
        which = id(new.calendar), local_date(began), local_date(max(began, state.due_at, state.original_due_at))
        if which not in self._excerpts:
            self._excerpts[which] = excerpt(new.calendar, which[1], which[2])
        return self._excerpts[which]

    def _blend(self, agency_id: UUID, kept: tuple[str, ...]) -> WorkCalendar | None:
        """Today's calendar with every day outside the change as it was when the dates were promised; None where the days
        of the change are no others than they were then."""
        which = agency_id, kept
        if which not in self._blends:
            then: dict[date, Sessions] = {}
            for text in kept:
                then |= _days(text)
            now = self._calendar(agency_id)
            touched = any(day in then and then[day] != now.sessions_on(day) for day in self._days)
            self._blends[which] = self._with(agency_id, then) if touched else None
        return self._blends[which]

    def _with(self, agency_id: UUID, then: Mapping[date, Sessions]) -> WorkCalendar:
        now = self._calendar(agency_id)
        others = {d: s for d, s in then.items() if d not in self._change and s != now.sessions_on(d)}
        which = agency_id, repr(sorted(others.items()))
        if which not in self._by_difference:
            self._by_difference[which] = with_days(now, others) if others else now
        return self._by_difference[which]

    def _calendar(self, agency_id: UUID) -> WorkCalendar:
        if agency_id not in self._calendars:
            self._calendars[agency_id] = calendar_for(agency_id)
        return self._calendars[agency_id]

    def _term(self, dossier: Candidate, day: date) -> tuple[Term, ClockRules]:
        """The promise of the day of its acceptance."""
        if dossier.version_id not in self._versions:
            rows = ProcedureVersion.objects.prefetch_related("commitments")
            self._versions[dossier.version_id] = rows.get(pk=dossier.version_id)
        version = self._versions[dossier.version_id]
        on = day if promises_change(version) else None
        which = dossier.version_id, dossier.variant, dossier.province_id, dossier.commune_id, on
        if which not in self._terms:
            term = term_at(version, dossier.variant, dossier.province_id, dossier.commune_id, day)
            self._terms[which] = term, clock_rules(version)
        return self._terms[which]
