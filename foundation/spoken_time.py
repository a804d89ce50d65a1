"""Times, days, amounts and numbers as people read them, in the language of the page; always the wall clock of Vietnam."""

import re
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foundation.local_time import to_local

NONE = "—"
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def is_english() -> bool:
    return get_language() == "en"


def day(moment: date | datetime | None) -> str:
    """``24/11/2026``; in English ``24 November 2026``, since 04/05 would be read as two different days."""
    if moment is None:
        return NONE
    local = to_local(moment) if isinstance(moment, datetime) else moment
    return _english_day(local) if is_english() else _day(local)


# By hand: a page shows a score of times, and strftime takes longer than all else in them.
def _day(local: date) -> str:
    return f"{local.day:02}/{local.month:02}/{local.year:04}"


def _english_day(local: date) -> str:
    return f"{local.day} {_ENGLISH_MONTHS[local.month - 1]} {local.year}"


def month(moment: datetime) -> str:
    """``tháng 11/2026``; in English ``November 2026``."""
    local = to_local(moment)
    if is_english():
        return f"{_ENGLISH_MONTHS[local.month - 1]} {local.year}"
    return f"tháng {local.month}/{local.year:04}"


def _hour(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"


def clock(moment: datetime | None, english: bool | None = None) -> str:
    """``09:00 24/11/2026``; in English ``09:00 on 24 November 2026``. ``english``: known already, not asked for."""
    if moment is None:
        return NONE
    local = to_local(moment)
    if is_english() if english is None else english:
        return f"{_hour(local)} on {_english_day(local)}"
    return f"{_hour(local)} {local.day:02}/{local.month:02}/{local.year:04}"


def clock_of_week(moment: datetime, english: bool | None = None) -> str:
    """The same with the day of the week: ``17:30 thứ Ba, 24/11/2026``."""
    local = to_local(moment)
    if is_english() if english is None else english:
        return f"{_hour(local)} on {_ENGLISH_DAYS[local.weekday()]}, {_english_day(local)}"
    return f"{_hour(local)} {_WEEKDAYS[local.weekday()]}, {_day(local)}"


def day_of_week(local: date) -> str:
    """``thứ Ba 17/11/2026``; in English ``Tuesday 17 November 2026``."""
    if is_english():
        return f"{_ENGLISH_DAYS[local.weekday()]} {_english_day(local)}"
    return f"{_WEEKDAYS[local.weekday()]} {_day(local)}"


def money(amount: int | None) -> str:
    """``1.500.000 đ``; in English ``VND 1,500,000``."""
    if amount is None:
        return ""
    return f"VND {amount:,}" if is_english() else f"{amount:,}".replace(",", ".") + " đ"


def number(value: int | float | Decimal) -> str:
    """A number without needless zeros, with the language's comma or point."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if is_english() else text.replace(".", ",")


def distance(moment: datetime, at: datetime) -> str:
    """How far off in plain calendar time: ``còn 3 ngày``, ``còn 5 giờ``, ``quá 2 ngày``; under an hour in minutes."""
    seconds = int((moment - at).total_seconds())
    late, minutes = seconds < 0, max(1, abs(seconds) // 60)
    if minutes < 60:
        span = ngettext("%(n)s phút", "%(n)s phút", minutes) % {"n": minutes}
    elif minutes < 48 * 60:
        span = ngettext("%(n)s giờ", "%(n)s giờ", minutes // 60) % {"n": minutes // 60}
    else:
        days = abs((to_local(moment).date() - to_local(at).date()).days)
        span = ngettext("%(n)s ngày", "%(n)s ngày", days) % {"n": days}
    return (_("quá %(span)s") if late else _("còn %(span)s")) % {"span": span}


def dial(typed: str) -> str:
    """What a ``tel:`` link takes of a number as an office writes it: ``1900 0000 (số thử)`` → ``19000000``."""
    return re.sub(r"[^0-9+]", "", typed.split("(")[0].split("–")[0].split("/")[0])


def phone(e164: str) -> str:
    """``0900 000 001`` of a Vietnamese number, any other as it is stored."""
    if not e164.startswith("+84") or len(e164) < 11:
        return e164
    own = "0" + e164[3:]
    return f"{own[:4]} {own[4:7]} {own[7:]}"
