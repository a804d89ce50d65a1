"""What was changed in the calendar, for who answers for promised dates: the latest first, in words."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from calendars.history import ROWS
from calendars.models import CalendarDay, WorkSession
from events.models import Event
from foundation import scoping

LATEST = 10


# what the words of a rule say already
_IN_RULE = {"date", "kind", "sessions", "valid_from", "valid_to", "year"}


@dataclass(frozen=True)
class Change:
    """One change: the event, whose rule it is (``national``, ``province``, ``agency``), what it was and is in words (empty
    for what was not there, or is there no more), and which other columns changed (căn cứ, ghi chú …)."""

    event: Event
    layer: str
    before: str
    after: str
    also: str = ""


def latest_changes(province_id: uuid.UUID) -> list[Change]:
    """The latest changes of the country's calendar and of the province's, its agencies' included. One query, as the system:
    officials of one unit answer for dates that another one's calendar moves. Index ``event_subject``."""
    with scoping.system("changes of the calendar"):
        rows = Event.objects.filter(Q(province_id=None) | Q(province_id=province_id), subject_kind="calendar")
        events = list(rows.order_by("-seq")[:LATEST])
    return [_change(event, event.data) for event in events]


def _change(event: Event, data: dict[str, str]) -> Change:
    row = data["row"]
    before, after = _in_words(row, data["before"]), _in_words(row, data["after"])
    return Change(event, data["layer"], before, after, _columns(row, data.get("fields", "")))


def _columns(row: str, fields: str) -> str:
    """``kind/citation`` as ``căn cứ``: the kind stands in the rule."""
    model = next(model for model, name in ROWS.items() if name == row)
    named = {f.attname: str(f.verbose_name) for f in model._meta.concrete_fields} | {
        f.name: str(f.verbose_name) for f in model._meta.concrete_fields
    }
    told = [named[name] for name in fields.split("/") if name in named and name not in _IN_RULE]
    return ", ".join(dict.fromkeys(told))


def _in_words(row: str, rule: str) -> str:
    """``2027-02-06/lam_bu/07:30-11:30`` as ``06/02/2027 làm bù (07:30–11:30)``."""
    if not rule:
        return ""
    first, *rest = rule.split("/")
    if row == "year":
        return _("năm %(year)s đã đủ lịch nghỉ") % {"year": first}
    if row == "week":
        return _week(first, *rest)
    name = str(CalendarDay.Kind(rest[0]).label).lower()
    sessions = _sessions(rest[1]) if len(rest) > 1 else ""
    return f"{_day(first)} {name}" + (f" ({sessions})" if sessions else "")


def _week(begins: str, ends: str = "-", *sets: str) -> str:
    """``2027-01-01/-/01234.07:30-11:30`` as ``giờ làm việc trong tuần từ 01/01/2027 (Thứ Hai–Thứ Sáu 07:30–11:30)``."""
    told = _("giờ làm việc trong tuần từ %(day)s") % {"day": _day(begins)}
    if ends != "-":
        told += " " + _("đến %(day)s") % {"day": _day(ends)}
    of_days = (one.partition(".") for one in sets)
    sessions = "; ".join(f"{_weekdays(days)} {_sessions(hours)}" for days, _dot, hours in of_days)
    return f"{told} ({sessions})" if sessions else told


def _weekdays(digits: str) -> str:
    """``01235`` as ``Thứ Hai–Thứ Năm, Thứ Bảy``."""
    runs: list[list[int]] = []
    for weekday in sorted(int(digit) for digit in digits):
        if runs and runs[-1][-1] == weekday - 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    ends = (dict.fromkeys((run[0], run[-1])) for run in runs)
    return ", ".join("–".join(str(WorkSession.Weekday(weekday).label) for weekday in run) for run in ends)


def _sessions(text: str) -> str:
    return text.replace(".", ", ").replace("-", "–")


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}"
