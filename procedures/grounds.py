"""On what ground a province's own process stands: the national steps and the terms that it was drawn from."""

import uuid
from typing import Any, NamedTuple

from procedures.drafting import Written, term_of, written
from procedures.models import ProcedureVersion

Span = tuple[float, str]


class Ground(NamedTuple):
    """What a process must be drawn anew for when it changes; citations and the wording of cases do not matter."""

    settled_by: str
    steps: list[Written]
    statutory: Span
    committed: Span | None
    cases: list[tuple[str, float, str]]


def ground_of(version: ProcedureVersion, province_id: uuid.UUID) -> Ground:
    """The ground of a version for one province, whose promises count, also those that have ended: it is the same on every
    day. ``steps`` and ``commitments`` are read."""
    term = term_of(version, province_id)
    committed = term.get("committed")
    return Ground(
        version.settled_by,
        written(version.steps.all()),
        _span(term["statutory"]),
        _span(committed) if committed else None,
        sorted((case["code"], *_span(case)) for case in term["variants"]),
    )


def _span(term: dict[str, Any]) -> Span:
    return float(term["amount"]), str(term["unit"])
