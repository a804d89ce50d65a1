"""What a dossier owes for one row of fees, with how it came about (Luật Phí và lệ phí số 97/2015/QH13).

Pure: plain values in, plain values out. Whole đồng; half a đồng goes up.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

MOST_COPIES, MOST_BASE = 1_000, 10**13


class ChargeFault(ValueError):
    """It cannot be computed; the message says what is missing or wrong."""


@dataclass(frozen=True)
class Fee:
    """One row of the catalogue: an amount in đồng (``per_copy``: for each), or a share of a base in percent, or neither
    where a resolution of the province says how much."""

    amount: int | None = None
    percent: Decimal | None = None
    per_copy: bool = False


@dataclass(frozen=True)
class Waiver:
    """A part that is not asked for (miễn, giảm): how many percent, or ``amount`` đồng, by which rule, and what says so.

    ``code``: of the rule of the catalogue; empty where a person cites another one. ``stated``: the rule is of the catalogue,
    which does not know how much, and a person says it. ``unverified``: the rule was not compared with its text.
    """

    percent: int | None
    rule: str
    citation: str
    code: str = ""
    amount: int | None = None
    stated: bool = False
    unverified: bool = False

    @property
    def sound(self) -> bool:
        """Whether it says how much in one way, by which rule and by what text."""
        by_share = self.percent is not None and self.amount is None and 1 <= self.percent <= 100
        by_amount = self.amount is not None and self.percent is None and 1 <= self.amount <= MOST_BASE
        return (by_share or by_amount) and bool(self.rule.strip()) and bool(self.citation.strip())


@dataclass(frozen=True)
class Computed:
    """``full``: before the waiver; ``due``: what is asked for."""

    full: int
    due: int
    explanation: dict[str, Any]


def compute(
    fee: Fee, *, copies: int = 1, base: int | None = None, stated: int | None = None, waiver: Waiver | None = None
) -> Computed:
    """The amount of one fee. ``copies`` counts only where the fee is per copy; ``base`` is what a percentage is of;
    ``stated`` is what an official read in the resolution that the catalogue does not hold.

    ChargeFault: ``copies``, ``base_required``, ``base``, ``amount_required``, ``amount``, ``waiver``.
    """
    if not 1 <= copies <= MOST_COPIES:
        raise ChargeFault("copies")
    full, how = _full(fee, copies, base, stated)
    explanation = {**how, "full": full}
    if waiver is None:
        return Computed(full, full, {**explanation, "due": full})
    if not waiver.sound:
        raise ChargeFault("waiver")
    less = waiver.amount if waiver.percent is None else _rounded(Decimal(full) * waiver.percent / 100)
    off = min(full, less or 0)
    waived = {
        "code": waiver.code, "percent": waiver.percent, "rule": waiver.rule, "citation": waiver.citation, "amount": off,
        "stated": waiver.stated, "unverified": waiver.unverified,
    }  # fmt: skip
    return Computed(full, full - off, {**explanation, "waived": waived, "due": full - off})


def _full(fee: Fee, copies: int, base: int | None, stated: int | None) -> tuple[int, dict[str, Any]]:
    if fee.percent is not None:
        if base is None:
            raise ChargeFault("base_required")
        if not 0 <= base <= MOST_BASE:
            raise ChargeFault("base")
        return _rounded(base * fee.percent / 100), {"base": base, "percent": plain(fee.percent)}
    each = fee.amount if fee.amount is not None else stated
    if each is None:
        raise ChargeFault("amount_required")
    if not 0 <= each <= MOST_BASE:
        raise ChargeFault("amount")
    how: dict[str, Any] = {"each": each, "stated": fee.amount is None}
    if not fee.per_copy:
        return each, how
    return each * copies, {**how, "copies": copies}


def plain(share: Decimal) -> str:
    """``0.5``, ``10``: without needless zeros, and never as ``1E+1``."""
    text = f"{share:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
