"""Writing many lived dossiers at once: the same rows that the acts would have written, in bulk."""

import hashlib
import random
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from accounts.models import Agency, Citizen, User
from dossiers.codes import new_receipt_code, own_code, search_key
from dossiers.models import ClockEntry, CodeCounter, Dossier, DossierWord, DueRecord, Party, Remark
from dossiers.models.dossier import NO_DATE
from dossiers.states import NATIONAL, PAUSED, Status
from events.models import Event, EventPosition
from foundation.encryption import blind_index
from foundation.ids import shaped_uuid7, uuid7_floor
from foundation.local_time import iso_local, to_local
from foundation.vietnamese_text import words
from notifications.kinds import KINDS
from notifications.models import Attempt, Message
from notifications.planning import lane_of, message_id
from notifications.snapshot import snapshot
from portal.seeding.lives import Life
from procedures.models import ProcedureVersion

BATCH = 1000
REASONS = [
    "Bản sao văn bằng chưa chứng thực; hãy nộp bản sao có chứng thực.",
    "Thiếu sơ đồ vị trí; hãy bổ sung bản vẽ có chữ ký của chủ đầu tư.",
    "Nộp phí thẩm định theo thông báo kèm theo.",
]


@dataclass(frozen=True)
class Person:
    """An invented applicant."""

    name: str
    phone: str  # E.164
    citizen: Citizen


@dataclass(frozen=True)
class Story:
    """A dossier to be written."""

    life: Life
    version: ProcedureVersion
    agency: Agency
    receiving: Agency
    person: Person
    officer: User | None
    receptionist: User
    mirror_system: str = ""
    mirror_code: str = ""


class Writer:
    """Collects the rows of many stories and writes them in a few statements."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.rows: dict[type, list[object]] = defaultdict(list)
        self.counters: dict[tuple[uuid.UUID, date], int] = defaultdict(int)

    def _key(self, at: datetime) -> uuid.UUID:
        return shaped_uuid7(uuid7_floor(at), self.chance.randbytes(10))

    def add(self, story: Story) -> None:
        """Turn one story into rows."""
        dossier = self._dossier(story)
        party = self._party(dossier, story.person)
        self.rows[DossierWord] += [
            DossierWord(dossier=dossier, word=w[:60]) for w in sorted(set(words(party.full_name)))
        ]
        self._clock(dossier, story.life)
        self._events(dossier, party, story)

    def _dossier(self, story: Story) -> Dossier:
        life = story.life
        code = story.mirror_code or self._code(story)
        dossier = Dossier(
            id=self._key(life.submitted_at), province_id=story.agency.province_id, procedure=story.version.procedure,
            version_of_procedure=story.version, agency=story.agency, receiving_agency=story.receiving,
            channel=self.chance.choices(["counter", "national_portal", "post"], [50, 45, 5])[0],
            settled_by=story.version.settled_by, status=life.status, summary=story.version.short_name, code=code,
            code_key=search_key(code) if code else None, submitted_at=life.submitted_at,
            accepted_at=life.accepted_at, due_at=life.due_at, original_due_at=life.due_at,
            due_sort=life.due_at or NO_DATE, paused_since=life.paused_since if life.status in PAUSED else None,
            completed_at=life.completed_at, returned_at=life.returned_at, closed_at=life.closed_at,
            outcome=("granted" if self.chance.random() < 0.94 else "refused") if life.completed_at else "",
            updated_at=life.moments[-1].at, row_version=len(life.moments) + 1, assignee=story.officer,
            receptionist=story.receptionist, receipt_code=new_receipt_code() if life.accepted_at else "",
            mirror_system=story.mirror_system, source_version=1 if story.mirror_system else None,
            applicant_name=story.person.name, citizen_ids=[story.person.citizen.id],
            supplement_count=1 if life.status is Status.AWAITING_SUPPLEMENT else 0,
            supplement_until=life.moments[-1].at + timedelta(days=21) if "supplement" in life.status.value else None,
        )  # fmt: skip
        self.rows[Dossier].append(dossier)
        return dossier

    def _code(self, story: Story) -> str | None:
        if story.life.accepted_at is None:
            return None
        day = to_local(story.life.accepted_at).date()
        self.counters[(story.agency.id, day)] += 1
        return own_code(story.agency.code, day, self.counters[(story.agency.id, day)])

    def _party(self, dossier: Dossier, person: Person) -> Party:
        party = Party(
            id=self._key(dossier.submitted_at), dossier=dossier, role="applicant", kind="citizen",
            full_name=person.name, identity_kind="cccd", identity_number=person.citizen.identity_number,
            identity_index=person.citizen.identity_index, phone_typed="0" + person.phone[3:], phone=person.phone,
            phone_index=blind_index(person.phone, "phone"), address="Tổ 1, phường Thử Nghiệm", notify=True,
            notify_zalo=self.chance.random() < 0.97, citizen=person.citizen,
        )  # fmt: skip
        self.rows[Party].append(party)
        return party

    def _clock(self, dossier: Dossier, life: Life) -> None:
        if dossier.mirror_system:
            return
        for kind, at, reason in life.clock:
            self.rows[ClockEntry].append(ClockEntry(id=self._key(at), dossier=dossier, kind=kind, at=at, reason=reason))
        if life.accepted_at and life.due_at:
            self.rows[DueRecord].append(
                DueRecord(
                    id=self._key(life.accepted_at), dossier=dossier, computed_at=life.accepted_at, due_at=life.due_at,
                    inputs={"event": "start", "at": iso_local(life.accepted_at)},
                )
            )  # fmt: skip

    def _events(self, dossier: Dossier, party: Party, story: Story) -> None:
        moments = story.life.moments[-1:] if story.mirror_system else story.life.moments
        previous = ""
        for moment in moments:
            kind = "dossier.mirrored" if story.mirror_system else moment.kind
            actor = story.receptionist if moment.kind in ("dossier.submitted", "dossier.accepted") else story.officer
            event = Event(
                id=self._key(moment.at), kind=kind, subject_kind="dossier", subject_id=dossier.id,
                province_id=dossier.province_id, agency_ids=[dossier.agency_id, dossier.receiving_agency_id],
                actor_kind="client" if story.mirror_system else "staff", actor_user_id=actor.id if actor else None,
                data={
                    "code": dossier.code or "", "status": moment.status.value, "previous_status": previous,
                    "national_status": NATIONAL[moment.status], "procedure": dossier.procedure.code,
                    "agency": dossier.agency.code,
                },
                occurred_at=moment.at, recorded_at=moment.at, correlation_id=self._key(moment.at), seq=0,
            )  # fmt: skip
            self.rows[Event].append(event)
            reason = (
                self.chance.choice(REASONS)
                if "request" in moment.kind or moment.kind in ("dossier.refused", "dossier.stopped")
                else ""
            )
            if reason:
                self.rows[Remark].append(
                    Remark(
                        id=self._key(moment.at),
                        dossier=dossier,
                        event_id=event.id,
                        action=moment.kind,
                        reason=reason,
                        author=actor,
                        written_at=moment.at,
                    )
                )
            self._message(event, moment.kind, dossier, party, reason)
            previous = moment.status.value

    def _message(self, event: Event, kind: str, dossier: Dossier, party: Party, reason: str) -> None:
        known = KINDS.get(kind)
        if known is None:
            return
        states = [
            ("delivered", "", 90),
            ("accepted", "", 4),
            ("failed", "no_zalo", 3),
            ("unconfirmed", "unconfirmed", 2),
            ("failed", "permanent", 1),
        ]
        state, why, _weight = self.chance.choices(states, [w for _s, _r, w in states])[0]
        if not party.notify_zalo:
            state, why = "withheld", "no_consent"
        went = state in ("delivered", "accepted", "unconfirmed")
        message = Message(
            id=message_id(event, party.id, kind), event_id=event.id, event_seq=0, correlation_id=event.correlation_id,
            province_id=dossier.province_id, agency_ids=event.agency_ids, subject_kind="dossier", subject_id=dossier.id,
            kind=kind, recipient_id=party.id, recipient_role="applicant", recipient_masked=f"{party.full_name.split()[0]} … •••{party.phone[-3:]}",
            lane=lane_of(dossier.id, party.id), data=snapshot(dossier, party, reason), urgency=int(known.urgency),
            supersedable=known.supersedable, state=state, reason=why, channel="zalo_phone" if state != "withheld" else "",
            tries=0 if state == "withheld" else 1, next_attempt_at=event.occurred_at, planned_at=event.occurred_at,
            sent_at=event.occurred_at + timedelta(seconds=1) if went else None,
            delivered_at=event.occurred_at + timedelta(seconds=3) if state == "delivered" else None,
        )  # fmt: skip
        self.rows[Message].append(message)
        if state != "withheld":
            code = {"no_zalo": -118, "permanent": -116}.get(why)
            outcome = {
                "failed": "other_channel" if code == -118 else "permanent",
                "unconfirmed": "ambiguous",
            }.get(state, "accepted")
            self.rows[Attempt].append(
                Attempt(
                    id=self._key(event.occurred_at), message_id=message.id, number=1, correlation_id=event.correlation_id,
                    channel="zalo_phone", tracking_id=f"{message.id.hex}-1", intent_at=event.occurred_at,
                    answered_at=event.occurred_at + timedelta(seconds=1), outcome=outcome, code=code,
                    provider_id=hashlib.sha256(message.id.bytes).hexdigest()[:20] if went else "",
                )
            )  # fmt: skip

    def write(self) -> int:
        """Put everything into the database, events in the order in which they happened."""
        events: list[Event] = sorted(self.rows[Event], key=lambda e: (e.occurred_at, e.id))  # type: ignore[attr-defined,arg-type]
        numbers = _draw(len(events))
        by_id = {}
        for event, seq in zip(events, numbers, strict=True):
            event.seq = seq
            by_id[event.id] = seq
        for message in self.rows[Message]:
            message.event_seq = by_id[message.event_id]  # type: ignore[attr-defined]
        for model in (Dossier, Party, DossierWord, ClockEntry, DueRecord, Remark, Message, Attempt):
            _bulk(model, self.rows[model])
        _bulk(Event, events)
        last = EventPosition.objects.order_by("-position").values_list("position", flat=True).first() or 0
        _bulk(EventPosition, [EventPosition(position=last + i, event_id=e.id) for i, e in enumerate(events, 1)])
        CodeCounter.objects.bulk_create(
            [CodeCounter(agency_id=a, day=d, last=n) for (a, d), n in self.counters.items()],
            update_conflicts=True, unique_fields=["agency", "day"], update_fields=["last"],
        )  # fmt: skip
        return len(self.rows[Dossier])


def _draw(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('events_event_seq') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


def _bulk(model: type, rows: Iterable[object]) -> None:
    model.objects.bulk_create(list(rows), batch_size=BATCH)  # type: ignore[attr-defined]
