"""Terms (thời hạn) as the law writes them. The unit is part of the term: 30 «ngày» are not 30 «ngày làm việc»."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

HOURS_PER_DAY = 8


class TermUnit(StrEnum):
    """What a term counts."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    WORKING_HOURS = "working_hours"
    MONTHS = "months"
    SAME_DAY = "same_day"


class CutoffRule(StrEnum):
    """What 15:00 means for a procedure; three different rules that must not be merged.

    ``transfer_only`` (NĐ 61/2018 Đ18(2)) moves the paper, not the clock; ``same_day_next_day`` is for procedures settled
    on the day; ``start_next_working_day`` (NĐ 63/2024 Đ7) starts the clock a day later.
    """

    NONE = "none"
    TRANSFER_ONLY = "transfer_only"
    SAME_DAY_NEXT_DAY = "same_day_next_day"
    START_NEXT_WORKING_DAY = "start_next_working_day"


class EndPolicy(StrEnum):
    """When on the last day a term of working days ends: at the exact hour, or at the end of the day."""

    EXACT_HOUR = "exact_hour"
    END_OF_DAY = "end_of_day"


class PausePolicy(StrEnum):
    """What a supplement does: the rest of the term goes on (TAM_DUNG), or it starts anew (TINH_LAI, NĐ 61/2018 Đ19(4))."""

    TAM_DUNG = "TAM_DUNG"
    TINH_LAI = "TINH_LAI"


@dataclass(frozen=True)
class Term:
    """So many of a unit. Fractions are for working days and hours only (0.25 day = 2 working hours)."""

    amount: Decimal
    unit: TermUnit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("a term is not negative")
        if self.unit in (TermUnit.DAYS, TermUnit.MONTHS) and self.amount != int(self.amount):
            raise ValueError("calendar days and months are whole")

    @cached_property
    def working_seconds(self) -> int:
        """The working time it stands for (units of working time only)."""
        hours = self.amount * HOURS_PER_DAY if self.unit is TermUnit.WORKING_DAYS else self.amount
        return int(hours * 3600)


@dataclass(frozen=True)
class ClockRules:
    """How one procedure's clock runs."""

    end_policy: EndPolicy = EndPolicy.EXACT_HOUR
    cutoff: CutoffRule = CutoffRule.NONE
    supplement: PausePolicy = PausePolicy.TINH_LAI
