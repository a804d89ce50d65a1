"""A version's term and clock rules as values of the clock."""

import uuid
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from accounts.queries import territories_of
from calendars.terms import ClockRules, CutoffRule, EndPolicy, PausePolicy, Term, TermUnit
from procedures.fees import in_force
from procedures.models import Commitment, ProcedureVersion


class Promise(NamedTuple):
    """A term with whose it is (``province``, ``case``, ``catalogue`` or ``statutory``) and what says so."""

    term: Term
    whose: str
    citation: str


def promise_of(version: ProcedureVersion, variant: str = "", promised: Iterable[Commitment] = ()) -> Promise:
    """What is promised: the term of a province's own commitment for this case (the nearest of ``promised``), else the
    committed term of the catalogue, else the statutory; or the term of a named case.

    LookupError for a case that the version does not have.
    """
    case = _case(version, variant)
    for row in sorted(promised, key=lambda r: not r.former_territory):
        if row.variant == variant and not row.unverified:
            return Promise(Term(row.amount, TermUnit(row.unit)), "province", row.citation)
    if case is not None:
        return case
    if version.committed_amount is not None:
        committed = Term(version.committed_amount, TermUnit(version.committed_unit))
        return Promise(committed, "catalogue", version.committed_citation)
    return statutory(version)


def statutory(version: ProcedureVersion) -> Promise:
    """The term of the law, whatever is promised beside it."""
    term = Term(version.statutory_amount, TermUnit(version.statutory_unit))
    return Promise(term, "statutory", version.statutory_citation)


def term_of(version: ProcedureVersion, variant: str = "", promised: Iterable[Commitment] = ()) -> Term:
    """The term alone of ``promise_of``."""
    return promise_of(version, variant, promised).term


def _case(version: ProcedureVersion, variant: str) -> Promise | None:
    if not variant:
        return None
    for case in version.term_variants:
        if case["code"] == variant:
            term = Term(Decimal(str(case["amount"])), TermUnit(case["unit"]))
            return Promise(term, "case", case.get("citation") or version.statutory_citation)
    raise LookupError(variant)


def term_at(version: ProcedureVersion, variant: str, province_id: uuid.UUID, commune: str | None, day: date) -> Term:
    """The term alone of ``promise_at``."""
    return promise_at(version, variant, province_id, commune, day).term


def promise_at(
    version: ProcedureVersion, variant: str, province_id: uuid.UUID, commune: str | None, day: date
) -> Promise:
    """What is promised to a dossier of a province, and of a commune where it is known, that is accepted on ``day``. One
    query, three with commitments."""
    rows = in_force(version.commitments.all(), day)
    if not rows:
        return promise_of(version, variant)
    here = territories_of(province_id, commune)
    return promise_of(version, variant, [r for r in rows if (r.territory, r.former_territory) in here])


def promises_change(version: ProcedureVersion) -> bool:
    """Whether some promise for this version has days of its own, so that its term is not the same on every day."""
    return any(row.effective_from or row.effective_to for row in version.commitments.all())


def clock_rules(version: ProcedureVersion) -> ClockRules:
    """How its clock runs."""
    return ClockRules(
        EndPolicy(version.end_policy), CutoffRule(version.cutoff_rule), PausePolicy(version.supplement_policy)
    )


def supplement_window(version: ProcedureVersion) -> Term:
    """How long the applicant has to supplement."""
    return Term(version.supplement_window_amount, TermUnit(version.supplement_window_unit))
