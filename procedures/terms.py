"""A version's term and clock rules as values of the clock."""

from decimal import Decimal

from calendars.terms import ClockRules, CutoffRule, EndPolicy, PausePolicy, Term, TermUnit
from procedures.models import ProcedureVersion


def term_of(version: ProcedureVersion, variant: str = "") -> Term:
    """What is promised: the committed term where there is one, else the statutory; or the term of a named case.

    LookupError for a case that the version does not have.
    """
    if variant:
        for case in version.term_variants:
            if case["code"] == variant:
                return Term(Decimal(str(case["amount"])), TermUnit(case["unit"]))
        raise LookupError(variant)
    if version.committed_amount is not None:
        return Term(version.committed_amount, TermUnit(version.committed_unit))
    return Term(version.statutory_amount, TermUnit(version.statutory_unit))


def clock_rules(version: ProcedureVersion) -> ClockRules:
    """How its clock runs."""
    return ClockRules(
        EndPolicy(version.end_policy), CutoffRule(version.cutoff_rule), PausePolicy(version.supplement_policy)
    )


def supplement_window(version: ProcedureVersion) -> Term:
    """How long the applicant has to supplement."""
    return Term(version.supplement_window_amount, TermUnit(version.supplement_window_unit))
