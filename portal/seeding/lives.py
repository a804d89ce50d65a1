"""What happens to a dossier, as real life would have it: most in time, some late, some waiting, some refused."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from calendars.calendar import ICT, WorkCalendar
from calendars.due import due
from calendars.terms import ClockRules, Term
from dossiers.states import Status

S = Status
ENDS = [
    (S.SUBMITTED, 5), (S.AWAITING_INTAKE_SUPPLEMENT, 2), (S.REFUSED, 3), (S.ACCEPTED, 9), (S.PROCESSING, 20),
    (S.AWAITING_SUPPLEMENT, 6), (S.AWAITING_PAYMENT, 4), (S.WITHDRAWN, 2), (S.STOPPED, 2), (S.COMPLETED, 9),
    (S.RETURNED, 38),
]  # fmt: skip


@dataclass
class Moment:
    """One thing that happened."""

    kind: str
    status: Status
    at: datetime


@dataclass
class Life:
    """A dossier's story up to now."""

    moments: list[Moment]
    status: Status
    submitted_at: datetime
    accepted_at: datetime | None = None
    due_at: datetime | None = None
    paused_since: datetime | None = None
    completed_at: datetime | None = None
    returned_at: datetime | None = None
    closed_at: datetime | None = None
    clock: list[tuple[str, datetime, str]] = field(default_factory=list)


def _opening(chance: random.Random, calendar: WorkCalendar, now: datetime, oldest_days: float) -> datetime:
    """A moment within office hours, more often lately than long ago."""
    days = oldest_days * chance.random() ** 1.4
    day = calendar.working_day_from((now - timedelta(days=days)).astimezone(ICT).date())
    clock = time(chance.choice([7, 8, 9, 10, 13, 14, 15, 16]), chance.randrange(60))
    moment = calendar.snap(datetime.combine(day, clock, ICT).astimezone(UTC))
    return min(moment, now - timedelta(minutes=chance.randrange(5, 200)))


def live(chance: random.Random, calendar: WorkCalendar, term: Term, rules: ClockRules, now: datetime) -> Life:
    """One story that ends now in a state drawn by likelihood."""
    end = chance.choices([s for s, _w in ENDS], [w for _s, w in ENDS])[0]
    ages = {
        S.SUBMITTED: 1.0,
        S.ACCEPTED: 6.0,
        S.PROCESSING: 40.0,
        S.AWAITING_SUPPLEMENT: 18.0,
        S.AWAITING_PAYMENT: 15.0,
        S.AWAITING_INTAKE_SUPPLEMENT: 5.0,
    }
    submitted = _opening(chance, calendar, now, ages.get(end, 120.0))
    life = Life([Moment("dossier.submitted", S.SUBMITTED, submitted)], end, submitted)

    def then(kind: str, status: Status, hours: float) -> datetime:
        at = min(
            calendar.add(life.moments[-1].at, int(hours * 3600)),
            now - timedelta(seconds=chance.randrange(60, 600)),
        )
        at = max(at, life.moments[-1].at + timedelta(seconds=1))
        life.moments.append(Moment(kind, status, at))
        return at

    if end is S.SUBMITTED:
        return life
    if end is S.AWAITING_INTAKE_SUPPLEMENT:
        then("dossier.supplement_requested", end, chance.uniform(0.2, 6))
        return life
    if end is S.REFUSED:
        life.closed_at = then("dossier.refused", end, chance.uniform(0.2, 6))
        return life
    life.accepted_at = then("dossier.accepted", S.ACCEPTED, chance.uniform(0.1, 4))
    life.due_at = due(calendar, life.accepted_at, term, rules)
    life.clock.append(("start", life.accepted_at, "accepted"))
    if end is S.ACCEPTED:
        return life
    then("dossier.started", S.PROCESSING, chance.uniform(0.5, 8))
    if end is S.PROCESSING:
        return life
    if end in (S.AWAITING_SUPPLEMENT, S.AWAITING_PAYMENT):
        kind = "dossier.supplement_requested" if end is S.AWAITING_SUPPLEMENT else "dossier.payment_requested"
        life.paused_since = then(kind, end, chance.uniform(2, 16))
        life.clock.append(("pause", life.paused_since, "supplement" if end is S.AWAITING_SUPPLEMENT else "payment"))
        return life
    if end in (S.WITHDRAWN, S.STOPPED):
        life.closed_at = then(f"dossier.{end.value}", end, chance.uniform(4, 30))
        life.clock.append(("stop", life.closed_at, end.value))
        return life
    left = calendar.working_seconds(life.moments[-1].at, life.due_at) / 3600
    share = chance.uniform(0.3, 0.98) if chance.random() < 0.86 else chance.uniform(1.02, 1.4)
    life.completed_at = then("dossier.completed", S.COMPLETED, max(0.2, left * share))
    life.clock.append(("stop", life.completed_at, "completed"))
    if end is S.RETURNED:
        life.returned_at = life.closed_at = then("dossier.returned", S.RETURNED, chance.uniform(0.5, 24))
    return life
