"""What was changed in the calendar, for who answers for promised dates: the latest first, in words."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from calendars.models import CalendarDay
from events.models import Event
from foundation import scoping

LATEST = 10


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
            e, e.data["layer"], _in_words(e.data["row"], e.data["before"]), _in_words(e.data["row"], e.data["after"])
        )
        for e in events
    ]


def _in_words(row: str, rule: str) -> str:
    """``2027-02-06/lam_bu/07:30-11:30`` as ``06/02/2027 làm bù (07:30–11:30)``."""
    if not rule:
        return ""
    first, *rest = rule.split("/")
    if row == "year":
        return _("năm %(year)s đã đủ lịch nghỉ") % {"year": first}
    day = f"{date.fromisoformat(first):%d/%m/%Y}"
    if row == "week":
        return _("giờ làm việc trong tuần từ %(day)s") % {"day": day}
    name = str(CalendarDay.Kind(rest[0]).label).lower()
    sessions = rest[1].replace(".", ", ").replace("-", "–") if len(rest) > 1 else ""
    return f"{day} {name}" + (f" ({sessions})" if sessions else "")
