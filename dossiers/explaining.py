"""Why a dossier is due when it is: what was promised, the rules of its clock, and each stretch of its life."""

from collections.abc import Sequence
from typing import NamedTuple

from calendars.explaining import Stretch, explain
from calendars.queries import calendar_for
from calendars.terms import ClockRules
from dossiers.clocking import history_of, promised_on
from dossiers.models import Dossier, DueRecord
from procedures.terms import Promise, clock_rules, promise_at, statutory


class Explanation(NamedTuple):
    """The promise by which the clock runs, the law's own term, the rules, and the stretches (none before it starts)
    with every date that was computed, oldest first."""

    promise: Promise
    law: Promise
    rules: ClockRules
    stretches: tuple[Stretch, ...]
    dates: Sequence[DueRecord]


def explanation(dossier: Dossier) -> Explanation | None:
    """The whole of it, for a dossier with ``clock`` and ``due_records`` at hand; None where another system settles it
    or its procedure has no due date."""
    version = dossier.version_of_procedure
    if dossier.is_mirrored or version.no_due_date:
        return None
    promise = promise_at(version, dossier.term_variant, dossier.province_id, dossier.commune_id, promised_on(dossier))
    history = list(history_of(dossier, calendar_for(dossier.agency_id)))
    rules = clock_rules(version)
    stretches = explain(history, promise.term, rules)
    return Explanation(promise, statutory(version), rules, stretches, list(dossier.due_records.all()))
