"""What of a procedure differs from place to place: fees and promised terms, with the names of the places.

At a province's address those of the country, of it and of what it absorbed (the resolutions of former provinces stay in
force on their territory until replaced); else all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from accounts.models import Province
from portal.public.words import CHANNELS, COLLECTED
from procedures.fees import in_force
from procedures.models import Commitment, FeeRow, ProcedureVersion, WaiverRule
from procedures.waiver_words import waived_words
from procedures.waivers import covers, general_rules

_Places = dict[tuple[str, bool], Province]


@dataclass(frozen=True)
class WaiverShown:
    """A rule of waiving with how much it is, in words, and the territory where it holds (empty for the whole country)."""

    row: WaiverRule
    measure: str
    where: str


@dataclass(frozen=True)
class FeeShown:
    """A fee with the name of the territory where it is asked for (empty for the whole country), when, and how it is waived."""

    row: FeeRow
    where: str
    former: bool
    when: str
    waivers: tuple[WaiverShown, ...] = ()

    @property
    def territory(self) -> tuple[str, bool]:
        return self.where, self.former


@dataclass(frozen=True)
class PromiseShown:
    """A term that a province promised, with its name and that of the case."""

    row: Commitment
    where: str
    former: bool
    case: str


def fees_of(version: ProcedureVersion, place: Province | None, day: date) -> list[FeeShown]:
    """The fees in force on ``day``, in the order of the catalogue."""
    rows, general = in_force(version.fees.all(), day), general_rules(day)
    rules = {row.id: _rules(row, general, version, day) for row in rows}
    places = _places([*rows, *(rule for found in rules.values() for rule in found)])
    shown = []
    for row in rows:
        where = places.get((row.territory, row.former_territory))
        if not row.territory or _belongs(where, place):
            name = where.name if where else row.territory
            waived = tuple(_waived(rules[row.id], places, place))
            shown.append(FeeShown(row, name, row.former_territory, _when(row), waived))
    return shown


def _rules(fee: FeeRow, general: list[WaiverRule], version: ProcedureVersion, day: date) -> list[WaiverRule]:
    """By which rules a fee may be waived anywhere; none where nothing is asked for."""
    if fee.amount == 0:
        return []
    return [*in_force(fee.waivers.all(), day), *(r for r in general if covers(r, fee, version.procedure.code))]


def _waived(rules: Iterable[WaiverRule], places: _Places, place: Province | None) -> Iterator[WaiverShown]:
    for rule in rules:
        where = places.get((rule.territory, rule.former_territory))
        if not rule.territory or _belongs(where, place):
            yield WaiverShown(rule, waived_words(rule), where.name if where else rule.territory)


def promises_of(version: ProcedureVersion, place: Province | None, day: date) -> list[PromiseShown]:
    """What provinces promised for ``day``, by name."""
    rows = in_force(version.commitments.all(), day)
    places = _places(rows)
    cases = {case["code"]: case["name"] for case in version.term_variants}
    shown = []
    for row in rows:
        where = places.get((row.territory, row.former_territory))
        if _belongs(where, place):
            name = where.name if where else row.territory
            shown.append(PromiseShown(row, name, row.former_territory, cases.get(row.variant, "")))
    return sorted(shown, key=lambda p: (p.where, p.former, p.case))


def _places(rows: Iterable[FeeRow | Commitment | WaiverRule]) -> _Places:
    codes = {row.territory for row in rows if row.territory}
    if not codes:
        return {}
    return {(p.code, not p.is_current): p for p in Province.objects.filter(code__in=codes)}


def _belongs(where: Province | None, place: Province | None) -> bool:
    return place is None or (where is not None and place.id in (where.id, where.merged_into_id))


def _when(fee: FeeRow) -> str:
    """By which way of filing, and when it is paid, in words."""
    told = [str(CHANNELS[fee.channel])] if fee.channel in CHANNELS else []
    if fee.amount != 0 and fee.collected in COLLECTED:
        told.append(str(COLLECTED[fee.collected]))
    return "; ".join(told)
