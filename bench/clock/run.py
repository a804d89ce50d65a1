"""How many due dates one core computes in a second, over the terms and rules of the whole catalogue."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from bench import figures, machine
from bench.stand import Stand
from calendars.calendar import WorkCalendar
from calendars.clock import ClockEvent, ClockKind
from calendars.clock import run as run_clock
from calendars.due import due
from calendars.terms import ClockRules, PausePolicy, Term

SIZE, ROUNDS, DOSSIERS = 100_000, 5, 1000
TARGET = 100_000
_MINUTES = 500_000  # of a year, in which dossiers come in by day and by night


class Case(NamedTuple):
    """One dossier: when it came, under what term and rules, and when it was paused and completed, if it was."""

    at: datetime
    term: Term
    rules: ClockRules
    pause: tuple[datetime, datetime] | None


def run(stand: Stand, *, size: int = SIZE, rounds: int = ROUNDS) -> dict[str, Any]:
    """The whole table; what is written into ``results``."""
    loaded = stand.filled(DOSSIERS)
    cal, kinds = _catalogue()
    cases = _cases(kinds, size)
    paused = [case for case in cases if case.pause]
    measured = []
    for _round in range(rounds):
        measured.append(
            {
                "due date": _timed(lambda: [due(cal, c.at, c.term, c.rules) for c in cases], len(cases)),
                "whole history": _timed(lambda: [_history(cal, c) for c in paused], len(paused)),
                "adding a time": _timed(lambda: [c.at + timedelta(days=7) for c in cases], len(cases)),
            }
        )
    result = {
        "name": "clock", "what": "due dates by one core (docs/bench.md)", "machine": machine.describe(), "loader": loaded,
        "cases": len(cases), "with a pause": len(paused), "terms": len(kinds), "rounds": rounds, "measured": measured,
        "ratios": {"due date / adding a time": figures.ratio(measured, "due date", "adding a time")},
        "target": {"due dates a second": TARGET}, "load_average_at_end": machine.load(),
    }  # fmt: skip
    result["reached"] = figures.middle(measured, "due date", "per_second") >= TARGET
    return result


def _catalogue() -> tuple[WorkCalendar, list[tuple[Term, ClockRules]]]:
    """The calendar of an agency, and every term of the catalogue with the rules of its procedure."""
    from accounts.models import Agency
    from calendars.queries import calendar_for
    from foundation import scoping
    from procedures.models import ProcedureVersion
    from procedures.terms import clock_rules, term_of

    with scoping.system("bench"):
        versions = ProcedureVersion.objects.filter(no_due_date=False, corrected_by=None)
        kinds = [
            (term_of(version, variant), clock_rules(version))
            for version in versions
            for variant in ("", *(case["code"] for case in version.term_variants))
        ]
        agency = Agency.objects.order_by("code")[:1].get()
        return calendar_for(agency.pk), kinds


def _cases(kinds: Sequence[tuple[Term, ClockRules]], size: int) -> list[Case]:
    """Filed at any hour of a year; one in five is paused once for a supplement or a payment."""
    chance, began = random.Random(1), datetime.now(UTC) - timedelta(minutes=_MINUTES)
    cases = []
    for _n in range(size):
        at, (term, rules) = began + timedelta(minutes=chance.randrange(_MINUTES)), chance.choice(kinds)
        halt = at + timedelta(hours=chance.randrange(1, 60))
        pause = (halt, halt + timedelta(hours=chance.randrange(1, 400))) if chance.random() < 0.2 else None
        cases.append(Case(at, term, rules, pause))
    return cases


def _history(cal: WorkCalendar, case: Case) -> datetime | None:
    assert case.pause is not None
    halt, again = case.pause
    kind = ClockKind.RESTART if case.rules.supplement is PausePolicy.TINH_LAI else ClockKind.RESUME
    events = [ClockEvent(ClockKind.START, case.at), ClockEvent(ClockKind.PAUSE, halt), ClockEvent(kind, again)]
    return run_clock(events, cal, case.term, case.rules).due_at


def _timed(work: Callable[[], object], count: int) -> dict[str, float]:
    """By the time of this process alone: what others do on the machine is not counted."""
    began = time.process_time()
    work()
    seconds = time.process_time() - began
    return {"per_second": round(count / seconds, 1), "seconds": round(seconds, 4)}


def tell(result: dict[str, Any]) -> str:
    """The table for people."""
    rounds = result["measured"]
    rows = [(name, figures.middle(rounds, name, "per_second")) for name in rounds[0]]
    reached = "đạt" if result["reached"] else "CHƯA ĐẠT"
    return "\n".join(
        [
            figures.table(("thời hạn", "lần/giây, một nhân"), rows), "",
            f"mục tiêu ≥ {TARGET} ngày hẹn mỗi giây: {reached}",
        ]
    )  # fmt: skip
