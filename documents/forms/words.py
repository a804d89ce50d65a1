"""Times and headings as official papers write them (NĐ 30/2020/NĐ-CP, Phụ lục I). Vietnamese alone: the forms are. Pure."""

from datetime import date, datetime

from foundation.local_time import to_local

NOTHING = "—"


def clock_and_day(moment: datetime | None, otherwise: str = NOTHING) -> str:
    """``09 giờ 05 phút, ngày 24 tháng 11 năm 2026``."""
    if moment is None:
        return otherwise
    local = to_local(moment)
    return f"{local.hour:02} giờ {local.minute:02} phút, {long_day(local.date())}"


def long_day(day: date) -> str:
    """``ngày 24 tháng 11 năm 2026``; days below 10 and the months 1 and 2 with a zero before them."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def short_clock(moment: datetime | None) -> str:
    """``09:05 24/11/2026`` for narrow columns."""
    return to_local(moment).strftime("%H:%M %d/%m/%Y") if moment else NOTHING
