"""New dates into the rows, of many dossiers in few statements: what ``tick`` and ``finish`` write for one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from accounts.actors import Actor
from calendars.clock import ClockKind
from dossiers.models import ClockEntry, Dossier, DueRecord, Remark
from dossiers.recalculation.candidates import Candidate, Clock
from dossiers.recalculation.change import Change
from dossiers.recalculation.reckoning import NewDate, Reckoner
from dossiers.states import NATIONAL, Status
from events.models import Event
from events.recording import event_of
from events.recording_many import record_many
from foundation.ids import uuid7
from foundation.local_time import iso_local, now
from foundation.many_rows import insert_rows, update_rows

ACTION, EVENT, REASON = "recalculate", "dossier.recalculated", "calendar"


class Moved(NamedTuple):
    """A dossier that gets another date."""

    dossier: Candidate
    clock: Clock
    new: NewDate
    due_at: datetime
    held: datetime | None = None  # the original date, where it stays though it would come nearer


class Decision(NamedTuple):
    """Who decided it, in which work, for what reason in words."""

    job_id: UUID
    actor: Actor
    citation: str


def write(moved: Sequence[Moved], reckoner: Reckoner, change: Change, decision: Decision) -> None:
    """Clock entries, the dates with what they were reckoned from, the dossiers (which must be locked), the reason in words
    and one event each, told to those who listen."""
    moment = now()
    # the clock goes forwards: an act that was said to be later than it is comes before this
    entries = [
        {
            "id": uuid7(), "dossier_id": m.dossier.id, "kind": ClockKind.RECKON.value,
            "at": max(moment, m.clock.events[-1].at), "reason": REASON, "due_at": m.held,
        }
        for m in moved
    ]  # fmt: skip
    insert_rows(ClockEntry, entries)
    records = [
        {
            "id": uuid7(), "dossier_id": m.dossier.id, "computed_at": entry["at"], "due_at": m.due_at,
            "previous_due_at": m.dossier.due_at, "inputs": _inputs(m, entry, reckoner, change, decision),
        }
        for m, entry in zip(moved, entries, strict=True)
    ]  # fmt: skip
    insert_rows(DueRecord, records)
    dates = [
        {
            "id": m.dossier.id, "due_at": m.due_at, "due_sort": m.due_at,
            "original_due_at": m.new.state.original_due_at,
        }
        for m in moved
    ]  # fmt: skip
    update_rows(Dossier, dates, "row_version = old.row_version + 1, updated_at = %s", [moment])
    events = [_event(m, decision, moment) for m in moved]
    if decision.citation:
        remarks = [
            {
                "id": uuid7(), "dossier_id": event.subject_id, "event_id": event.id, "action": ACTION,
                "reason": decision.citation, "note": "", "author_id": decision.actor.user_id, "written_at": moment,
            }
            for event in events
        ]  # fmt: skip
        insert_rows(Remark, remarks)
    record_many(events)


def _inputs(m: Moved, entry: dict[str, Any], reckoner: Reckoner, change: Change, decision: Decision) -> dict[str, Any]:
    """As ``dossiers.clocking.inputs_of``, with the days that were looked at and the work that did it."""
    kept, term, rules = reckoner.excerpt(m.new, m.clock.events), m.new.term, m.new.rules
    first, last = int(kept["first"][:4]), int(kept["last"][:4])
    return {
        "entry": str(entry["id"]), "event": entry["kind"], "at": iso_local(entry["at"]), "term": str(term.amount),
        "unit": term.unit.value, "variant": m.dossier.variant, "version": str(m.dossier.version_id),
        "end_policy": rules.end_policy.value, "cutoff": rules.cutoff.value, "supplement": rules.supplement.value,
        "calendar": kept, "missing_years": [y for y in m.new.calendar.missing_years if first <= y <= last],
        "job": str(decision.job_id), "days": [change.first.isoformat(), change.last.isoformat()],
    }  # fmt: skip


def _event(m: Moved, decision: Decision, moment: datetime) -> Event:
    dossier, state = m.dossier, m.new.state
    data = {
        "code": dossier.code or "", "status": dossier.status, "previous_status": dossier.status,
        "national_status": NATIONAL[Status(dossier.status)], "procedure": dossier.procedure, "agency": dossier.agency,
        "version": dossier.row_version + 1, "due_at": iso_local(m.due_at),
        "previous_due_at": iso_local(dossier.due_at), "original_due_at": iso_local(state.original_due_at),
        "reason_code": REASON, "job_id": decision.job_id,
    }  # fmt: skip
    if state.paused_since is not None:
        data["paused_since"] = iso_local(state.paused_since)
    agencies = [
        dossier.agency_id, dossier.receiving_agency_id, dossier.support_agency_id, *dossier.other_agency_ids,
    ]  # fmt: skip
    return event_of(
        EVENT, ("dossier", dossier.id), dossier.province_id, agencies, decision.actor, data, moment
    )  # fmt: skip
