"""On what ground a province's own process stands: the national steps and the terms that it was drawn from."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
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


def same_ground(before: ProcedureVersion, after: ProcedureVersion, code: str, since: date | None = None) -> bool:
    """Whether a process drawn for one version fits the one that follows or corrects it in the province of that code.

    Its promises are compared as they stand from the later one's first day on (or from ``since``): what ended earlier binds
    no dossier of that day. A promise of the earlier version that ends with it is what a next one may go on with.
    ``steps`` and ``commitments`` of both are read."""
    day = since or after.effective_from
    return _ground(before, term_of(before, code, day, or_lately=True)) == _ground(after, term_of(after, code, day))


def unbroken(chain: Sequence[ProcedureVersion], code: str) -> bool:
    """Whether each of these versions, by first day, has the ground of the one before it."""
    return all(same_ground(before, after, code) for before, after in pairwise(chain))


def _ground(version: ProcedureVersion, term: Written) -> Ground:
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
