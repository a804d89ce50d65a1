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
from dossiers.models import Dossier, DossierStep
from events.models import Event
from foundation import scoping

VERDICTS = {Timeliness.EARLY: "Trước hạn", Timeliness.ON_TIME: "Đúng hạn", Timeliness.LATE: "Quá hạn"}
APPLICANT = "Người nộp hồ sơ"
_NOTES = {
    "dossier.supplement_requested": "yêu cầu bổ sung", "dossier.supplement_received": "đã bổ sung",
    "dossier.payment_requested": "chờ nộp nghĩa vụ tài chính", "dossier.payment_confirmed": "đã nộp nghĩa vụ tài chính",
    "dossier.extended": "xin lỗi, hẹn lại ngày trả", "dossier.withdrawn": "rút hồ sơ", "dossier.stopped": "dừng giải quyết",
    "dossier.recalled": "thu hồi kết quả để sửa",
    "dossier.step_sent_back": "trả lại bước trước", "dossier.step_pulled_back": "thu hồi vừa chuyển",
}  # fmt: skip
_DOES = frozenset({*_NOTES, "dossier.accepted", "dossier.assigned", "dossier.started", "dossier.step_completed",
                   "dossier.completed", "dossier.returned"})  # fmt: skip
Stays = dict[datetime, tuple[DossierStep | None, DossierStep]]


def handed_over(dossier: Dossier, record: Sequence[Event]) -> list[HandOver]:
    """The lines of the control slip, oldest first. Five queries."""
    names, units, stays = _people(record), _units(record), _stays(dossier)
    told = [_happening(dossier, event, names, units, stays) for event in record if event.kind in _DOES]
    return handovers(told, _judge(calendar_for(dossier.agency_id)))


def took_part(dossier: Dossier) -> list[str]:
    """The agencies beside the two of the dossier that had a step of it or were asked (cơ quan phối hợp), by name."""
    own = {dossier.agency_id, dossier.receiving_agency_id}
    with scoping.reading("agencies on a control slip"):
        rows = dossier.steps.exclude(agency_id__in=own).select_related("agency")
        return sorted({row.agency.name for row in rows})


def _stays(dossier: Dossier) -> Stays:
    """By the moment that brought it there: the stay it came from, the stay it came to."""
    with scoping.reading("steps on a control slip"):
        rows = list(dossier.steps.filter(beside=None).select_related("agency", "assignee").order_by("number"))
    return {row.arrived_at: (before, row) for before, row in zip([None, *rows], rows, strict=False)}


def _happening(
    dossier: Dossier, event: Event, names: dict[UUID, str], units: dict[UUID, str], stays: Stays
) -> Happening:  # fmt: skip
    receiving, competent = dossier.receiving_agency.name, dossier.agency.name
    at_counter = event.kind in ("dossier.accepted", "dossier.returned")
    unit = units.get(event.actor_position_id or event.id) or (receiving if at_counter else competent)
    person = names.get(event.actor_user_id or event.id, "")
    note = f"{short_clock(event.occurred_at)} {_NOTES[event.kind]}" if event.kind in _NOTES else ""
    to_unit = to_person = ""
    due_at = None
    came, went = stays.get(event.occurred_at, (None, None))
    if event.kind == "dossier.started" and went is not None and went.arrived_version:
        came = None  # it was sent on in the same act, which has a line of its own
    if event.kind == "dossier.accepted":
        to_unit = "" if stays else competent  # where steps are kept, the counter's own hands it on
    elif came is not None and went is not None and event.kind != "dossier.completed":
        unit, due_at = came.agency.name, came.due_at
        to_unit, to_person = went.agency.name, str(went.assignee or "")
    elif event.kind == "dossier.assigned" and not stays:
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
