"""Which of a version's fee rows are asked for in one case: the law of place, way and day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from procedures.models import Commitment, FeeRow, WaiverRule

_Row = TypeVar("_Row", FeeRow, Commitment, WaiverRule)
_AREA_OF_KIND = {"Phường": "phuong", "Xã": "xa"}


@dataclass(frozen=True)
class Place:
    """Where something is filed: its territories as (level-1 code, is a former province's), and the kind of commune."""

    territories: frozenset[tuple[str, bool]]
    commune_kind: str = ""

    @property
    def area(self) -> str:
        """``phuong``, ``xa``, or empty where it is neither or not known."""
        return _AREA_OF_KIND.get(self.commune_kind, "")


def in_force(rows: Iterable[_Row], day: date) -> list[_Row]:
    """The rows (fees, commitments, waivers) that count on a day."""
    return [
        row for row in rows
        if (row.effective_from is None or row.effective_from <= day)
        and (row.effective_to is None or day <= row.effective_to)
    ]  # fmt: skip


def fees_at(rows: Iterable[FeeRow], place: Place, channel: str, day: date) -> list[FeeRow]:
    """What is asked for in ``place`` by ``channel`` (empty: any) on ``day``.

    Of the rows of one charge the nearest count: one for this channel before one for any; then one of the former
    territory before one of the province, and that before one of the country (Nghị quyết of HĐND of former provinces
    stay in force on their territory until replaced).
    """
    here = [row for row in in_force(rows, day) if _applies(row, place, channel)]
    nearest: dict[str, tuple[bool, int]] = {}
    for row in here:
        nearest[_charge(row)] = max(nearest.get(_charge(row), (False, 0)), _nearness(row))
    return [row for row in here if _nearness(row) == nearest[_charge(row)]]


def _charge(row: FeeRow) -> str:
    return row.charge or str(row.pk)


def _nearness(row: FeeRow) -> tuple[bool, int]:
    return bool(row.channel), 0 if not row.territory else 2 if row.former_territory else 1


def _applies(row: FeeRow, place: Place, channel: str) -> bool:
    if row.territory and (row.territory, row.former_territory) not in place.territories:
        return False
    if row.channel and row.channel != channel:
        return False
    return not row.area or not place.area or row.area == place.area
