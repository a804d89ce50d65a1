"""The two kinds of work: looking what would move (writes nothing but its own progress), and moving it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import structlog

from accounts.actors import Actor
from calendars.calendar import OutOfCalendar
from calendars.clock import ClockFault
from calendars.due import midnight
from dossiers.recalculation.candidates import Candidate, batch, clocks_of
from dossiers.recalculation.change import Change
from dossiers.recalculation.findings import Findings
from dossiers.recalculation.reckoning import NewDate, Reckoner
from dossiers.recalculation.steps import reckon_steps
from dossiers.recalculation.writing import Decision, Moved, write
from dossiers.waiting_dates import move_windows
from events.recording import record
from foundation.jobs import Batch, job
from foundation.local_time import now
from foundation.models import Job

log = structlog.get_logger(__name__)
PREVIEW, APPLY = "dossiers.recalculation_preview", "dossiers.recalculation"
BATCH = 1000  # or what the work's parameters say


@job(PREVIEW)
def preview_batch(work: Job) -> Batch:
    """Look at the next thousand."""
    return _batch(work, apply=False)


@job(APPLY)
def apply_batch(work: Job) -> Batch:
    """Reckon the next thousand anew; at the end, record that it is done."""
    found = _batch(work, apply=True)
    if found.cursor is None:
        changed = work.changed + found.changed
        note("finished", work, Actor.system("jobs"), changed)
    return found


def note(what: str, work: Job, actor: Actor, count: int) -> None:
    """One event about the work itself."""
    agency = work.parameters.get("agency")
    record(
        f"recalculation.{what}", subject=("job", work.id), province_id=work.province_id,
        agency_ids=[UUID(agency)] if agency else [], actor=actor, data={"count": count, "agency_id": agency},
    )  # fmt: skip


def decider(work: Job) -> Actor:
    """The official who started it, in the post of that day."""
    position = work.parameters.get("position")
    return Actor("staff", work.started_by, UUID(position) if position else None, province_id=work.province_id)


def _batch(work: Job, *, apply: bool) -> Batch:
    change = Change.of_data(work.parameters)
    assert work.province_id is not None
    size = int(work.parameters.get("batch", BATCH))
    rows = batch(work.province_id, change, work.cursor, size, lock=apply)
    reckoner, findings = Reckoner(change), Findings.of(work.result)
    clocks, moved, skipped, faulty = clocks_of([row.id for row in rows]), list[Moved](), 0, 0
    for row in rows:
        try:
            new = reckoner.new_date(row, clocks[row.id])
        except (ClockFault, OutOfCalendar) as error:
            log.warning("not_reckoned", dossier=str(row.id), error=type(error).__name__)
            findings.fault(row)
            faulty += 1
            continue
        reckoned = new
        new = _held(row, new, change) if new is not None else None
        due = new.state.due_at if new is not None else None
        if new is None or due is None or not _wanted(row, due, change, findings):
            skipped += 1
            continue
        findings.moves(row, new, due)
        held = new.state.original_due_at if new is not reckoned else None
        moved.append(Moved(row, clocks[row.id], new, due, held))
    if apply and moved:
        write(moved, reckoner, change, Decision(work.id, decider(work), work.parameters.get("citation", "")))
    if apply and rows:
        reckon_steps(clocks, nearer={m.dossier.id for m in moved})
        move_windows([row.id for row in rows], midnight(change.first))
    cursor = str(rows[-1].id) if len(rows) == size else None
    return Batch(cursor, len(rows), len(moved), skipped, faulty, findings.as_data())


def _held(row: Candidate, new: NewDate, change: Change) -> NewDate | None:
    """The same with the original date where it was, if that would come nearer unasked or into the past: it judges an extended
    dossier as the promised date does any other. None where nothing is left to move."""
    before, original = row.original_due_at, new.state.original_due_at
    if before is None or original is None or original >= before or (change.earlier and original > now()):
        return new
    if new.state.due_at == row.due_at:
        return None
    return new._replace(state=replace(new.state, original_due_at=before))


def _wanted(row: Candidate, due: datetime, change: Change, findings: Findings) -> bool:
    """A date comes nearer only where that was asked for, and never so that it has passed already."""
    if due >= row.due_at or (change.earlier and due > now()):
        return True
    findings.past += 1
    return False
