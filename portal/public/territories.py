"""What of a procedure differs from place to place: fees and promised terms, with the names of the places.

At a province's address those of the country, of it and of what it absorbed (the resolutions of former provinces stay in
force on their territory until replaced); else all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import Province
from portal.public.words import CHANNELS, COLLECTED
from procedures.fees import in_force
from procedures.models import Commitment, FeeRow, ProcedureVersion

_Places = dict[tuple[str, bool], Province]


@dataclass(frozen=True)
class FeeShown:
    """A fee with the name of the territory where it is asked for (empty for the whole country), and when."""

    row: FeeRow
    where: str
    former: bool
    when: str

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
    rows = in_force(version.fees.all(), day)
    places = _places(rows)
    shown = []
    for row in rows:
        where = places.get((row.territory, row.former_territory))
        if not row.territory or _belongs(where, place):
            shown.append(FeeShown(row, where.name if where else row.territory, row.former_territory, _when(row)))
    return shown


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


def _places(rows: Iterable[FeeRow | Commitment]) -> _Places:
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
