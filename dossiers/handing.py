"""The hand-overs of a dossier as its record tells them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from accounts.models import Position, User
from calendars.calendar import WorkCalendar
from calendars.queries import calendar_for
from calendars.timeliness import Timeliness, of_ended
from documents.forms.words import short_clock
from dossiers.forms.handovers import HandOver, Happening, handovers
from dossiers.models import Dossier
from events.models import Event
from foundation import scoping

VERDICTS = {Timeliness.EARLY: "Trước hạn", Timeliness.ON_TIME: "Đúng hạn", Timeliness.LATE: "Quá hạn"}
APPLICANT = "Người nộp hồ sơ"
_NOTES = {
    "dossier.supplement_requested": "yêu cầu bổ sung", "dossier.supplement_received": "đã bổ sung",
    "dossier.payment_requested": "chờ nộp nghĩa vụ tài chính", "dossier.payment_confirmed": "đã nộp nghĩa vụ tài chính",
    "dossier.extended": "xin lỗi, hẹn lại ngày trả", "dossier.withdrawn": "rút hồ sơ", "dossier.stopped": "dừng giải quyết",
    "dossier.recalled": "thu hồi kết quả để sửa",
}  # fmt: skip
_DOES = frozenset({*_NOTES, "dossier.accepted", "dossier.assigned", "dossier.started", "dossier.step_completed",
                   "dossier.completed", "dossier.returned"})  # fmt: skip


def handed_over(dossier: Dossier, record: Sequence[Event]) -> list[HandOver]:
    """The lines of the control slip, oldest first. Four queries."""
    names, units = _people(record), _units(record)
    told = [_happening(dossier, event, names, units) for event in record if event.kind in _DOES]
    return handovers(told, _judge(calendar_for(dossier.agency_id)))


def _happening(dossier: Dossier, event: Event, names: dict[UUID, str], units: dict[UUID, str]) -> Happening:
    receiving, competent = dossier.receiving_agency.name, dossier.agency.name
    at_counter = event.kind in ("dossier.accepted", "dossier.returned")
    unit = units.get(event.actor_position_id or event.id) or (receiving if at_counter else competent)
    person = names.get(event.actor_user_id or event.id, "")
    note = f"{short_clock(event.occurred_at)} {_NOTES[event.kind]}" if event.kind in _NOTES else ""
    to_unit = to_person = ""
    due_at = None
    if event.kind == "dossier.accepted":
        to_unit = competent
    elif event.kind == "dossier.assigned":
        to_unit, to_person = competent, names.get(_uuid(event.data.get("assignee_id")), "")
    elif event.kind == "dossier.completed":
        to_unit, due_at = receiving, dossier.original_due_at
    elif event.kind == "dossier.returned":
        to_unit, to_person = APPLICANT, dossier.applicant_name
    return Happening(event.occurred_at, unit, person, to_unit, to_person, due_at, note, taken=to_unit == APPLICANT)


def _judge(calendar: WorkCalendar) -> Callable[[datetime, datetime | None], str]:
    return lambda ended, due: VERDICTS.get(of_ended(calendar, ended, due), "")


def _people(record: Iterable[Event]) -> dict[UUID, str]:
    ids = {e.actor_user_id for e in record if e.actor_user_id}
    ids |= {_uuid(e.data["assignee_id"]) for e in record if e.data.get("assignee_id")}
    with scoping.reading("names on a control slip"):
        return {user.id: str(user) for user in User.objects.filter(id__in=ids)}


def _units(record: Iterable[Event]) -> dict[UUID, str]:
    ids = {e.actor_position_id for e in record if e.actor_position_id}
    with scoping.reading("units on a control slip"):
        return dict(Position.objects.filter(id__in=ids).values_list("id", "agency__name"))


def _uuid(text: object) -> UUID:
    return UUID(str(text)) if text else UUID(int=0)
