"""What was changed in the calendar, for who answers for promised dates: the latest first, in words."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from calendars.models import CalendarDay, WorkSession
from events.models import Event
from foundation import scoping
from foundation.source_dates import SOURCE_DATES

LATEST = 10
_TOLD = {
    field.name: field.verbose_name
    for field in CalendarDay._meta.concrete_fields
    if field.name in ("name", "citation", "note", "unverified", *SOURCE_DATES)
}


@dataclass(frozen=True)
class Change:
    """One change: the event, whose rule it is (``national``, ``province``, ``agency``), and what it was and is in words;
    empty for what was not there, or is there no more."""

    event: Event
    layer: str
    before: str
    after: str


def latest_changes(province_id: uuid.UUID) -> list[Change]:
    """The latest changes of the country's calendar and of the province's, its agencies' included. One query, as the system:
    officials of one unit answer for dates that another one's calendar moves. Index ``event_subject``."""
    with scoping.system("changes of the calendar"):
        rows = Event.objects.filter(Q(province_id=None) | Q(province_id=province_id), subject_kind="calendar")
        events = list(rows.order_by("-seq")[:LATEST])
    return [
        Change(
            e, e.data["layer"], _in_words(e.data["row"], e.data["before"]),
            _in_words(e.data["row"], e.data["after"]) + _besides(e.data),
        )
        for e in events
    ]  # fmt: skip


def _besides(data: dict[str, Any]) -> str:
    """What changed that its words do not show: `` (đổi căn cứ, ghi chú)``."""
    if not data["before"] or not data["after"]:
        return ""
    names = [str(_TOLD[name]) for name in data["fields"].split("/") if name in _TOLD]
    return " " + _("(đổi %(columns)s)") % {"columns": ", ".join(names)} if names else ""


def _in_words(row: str, rule: str) -> str:
    """``2027-02-06/lam_bu/07:30-11:30`` as ``06/02/2027 làm bù (07:30–11:30)``."""
    if not rule:
        return ""
    first, *rest = rule.split("/")
    if row == "year":
        return _("năm %(year)s đã đủ lịch nghỉ") % {"year": first}
    day = f"{date.fromisoformat(first):%d/%m/%Y}"
    if row == "week":
        return _week(day, rest)
    name = str(CalendarDay.Kind(rest[0]).label).lower()
    sessions = rest[1].replace(".", ", ").replace("-", "–") if len(rest) > 1 else ""
    return f"{day} {name}" + (f" ({sessions})" if sessions else "")


def _week(day: str, rest: list[str]) -> str:
    """``giờ làm việc trong tuần từ 01/01/2027 (thứ Hai–thứ Sáu 07:30–11:30, 13:30–17:30)``."""
    until, *groups = rest or ["-"]
    said = _("giờ làm việc trong tuần từ %(day)s") % {"day": day}
    if until != "-":
        said += " " + _("đến %(day)s") % {"day": f"{date.fromisoformat(until):%d/%m/%Y}"}
    parts = []
    for group in groups:
        weekdays, *sessions = group.split(".")
        parts.append(f"{_weekdays(weekdays)} {', '.join(one.replace('-', '–') for one in sessions)}")
    return said + (f" ({'; '.join(parts)})" if parts else "")


def _weekdays(digits: str) -> str:
    """``01234`` as ``thứ Hai–thứ Sáu``; ``05`` as ``thứ Hai, thứ Bảy``."""
    names = [_lower(str(WorkSession.Weekday(int(digit)).label)) for digit in digits]
    if len(digits) > 2 and digits in "0123456":
        return f"{names[0]}–{names[-1]}"
    return ", ".join(names)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
