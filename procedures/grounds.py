"""On what ground a province's own process stands: the national steps and the terms that it was drawn from."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from procedures.drafting import Places, Written, term_of, written
from procedures.models import ProcedureVersion

Span = tuple[float, str]


class Ground(NamedTuple):
    """What a process must be drawn anew for when it changes; citations and the wording of cases do not matter."""

    settled_by: str
    steps: list[Written]
    terms: list["Terms"]  # of the province, and of each former province on whose territory it lies


class Terms(NamedTuple):
    """How long a dossier of one place may take."""

    statutory: Span
    committed: Span | None
    cases: list[tuple[str, float, str]]


def same_ground(before: ProcedureVersion, after: ProcedureVersion, places: Places, since: date | None = None) -> bool:
    """Whether a process drawn for one version fits the one that follows or corrects it in a province with these places.

    Its promises are compared as they stand from the later one's first day on (or from ``since``): what ended earlier binds
    no dossier of that day. A promise of the earlier version that ends with it is what a next one may go on with.
    ``steps`` and ``commitments`` of both are read."""
    day = since or after.effective_from
    return _ground(before, places, day, or_lately=True) == _ground(after, places, day)


def unbroken(chain: Sequence[ProcedureVersion], places: Places) -> bool:
    """Whether each of these versions, by first day, has the ground of the one before it."""
    return all(same_ground(before, after, places) for before, after in pairwise(chain))


def _ground(version: ProcedureVersion, places: Places, day: date, *, or_lately: bool = False) -> Ground:
    """A former province's promise goes before the province's own, as the clock has it (``procedures/terms.py``)."""
    whole = frozenset(place for place in places if not place[1])
    own = term_of(version, whole, day, or_lately=or_lately)
    terms = [_terms(own)]
    for place in sorted(places - whole):
        terms.append(_terms(term_of(version, frozenset({place}), day, or_lately=or_lately, instead_of=own)))
    return Ground(version.settled_by, written(version.steps.all()), terms)


def _terms(term: Written) -> Terms:
    committed = term.get("committed")
    return Terms(
        _span(term["statutory"]),
        _span(committed) if committed else None,
        sorted((case["code"], *_span(case)) for case in term["variants"]),
    )


def _span(term: dict[str, Any]) -> Span:
    return float(term["amount"]), str(term["unit"])
