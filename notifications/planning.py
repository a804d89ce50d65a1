"""From an event to rows of the ledger: one per recipient, once, whatever is repeated."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from dossiers.models import Dossier, Party, Remark
from dossiers.wording import masked_name
from events.models import Event
from foundation.ids import shaped_uuid7
from foundation.local_time import now
from foundation.many_rows import insert_rows
from notifications.kinds import Kind, kind_of
from notifications.models import Message
from notifications.snapshot import snapshot
from notifications.states import State


@dataclass(frozen=True)
class Decision:
    """Whether a recipient's message goes to the queue or is withheld, and why."""

    state: State
    reason: str = ""


def message_id(event: Event, recipient_id: uuid.UUID, kind: str) -> uuid.UUID:
    """The key of the message: the same for the same event, recipient and kind."""
    digest = hashlib.sha256(f"{event.id}|{recipient_id}|{kind}".encode()).digest()
    return shaped_uuid7(event.id, digest)


def lane_of(subject_id: uuid.UUID, recipient_id: uuid.UUID) -> uuid.UUID:
    """The lane of a recipient and a subject: messages in it keep the order of the events."""
    return uuid.uuid5(subject_id, recipient_id.hex)


def decide(party: Party) -> Decision:
    """What can be said at once; the channel is chosen when the message is sent."""
    if not party.notify_zalo:
        return Decision(State.WITHHELD, "no_consent")
    if not party.phone and party.citizen_id is None:
        return Decision(State.WITHHELD, "bad_phone" if party.phone_typed else "no_contact")
    return Decision(State.QUEUED)


def plan(event: Event) -> int:
    """Write the messages that this event is told by; how many were new. Idempotent; inside a transaction."""
    kind = kind_of(event)
    if kind is None or event.subject_kind != "dossier":
        return 0
    dossier = Dossier.objects.select_related(
        "version_of_procedure", "agency", "province", "assignee", "receptionist"
    ).get(id=event.subject_id)
    parties = list(Party.objects.filter(dossier_id=dossier.id, notify=True))
    if not parties:
        return 0
    reason = (
        Remark.objects.filter(dossier_id=dossier.id, event_id=event.id).values_list("reason", flat=True).first() or ""
    )
    return sum(_insert(event, kind, dossier, party, reason) for party in parties)


def plan_many(events: Sequence[Event]) -> int:
    """The same for the events of a bulk act (one kind, each dossier once), in a constant number of statements."""
    kinds = {event.subject_id: kind_of(event) for event in events if event.subject_kind == "dossier"}
    if any(kind.supersedable for kind in kinds.values() if kind is not None):
        return sum(plan(event) for event in events)  # each has to look for what is newer
    wanted = [key for key, kind in kinds.items() if kind is not None]
    # what many share is read once, not once for each
    shared = Dossier.objects.prefetch_related("version_of_procedure", "agency", "province", "assignee", "receptionist")
    dossiers = {row.id: row for row in shared.defer("receipt_code").filter(id__in=wanted)}
    people: dict[uuid.UUID, list[Party]] = {}
    for party in Party.objects.filter(dossier_id__in=wanted, notify=True).defer(*_UNSAID):
        people.setdefault(party.dossier_id, []).append(party)
    reasons = dict(
        Remark.objects.filter(dossier_id__in=wanted, event_id__in=[e.id for e in events]).values_list(
            "event_id", "reason"
        )
    )
    values = []
    for event in events:
        kind, dossier = kinds.get(event.subject_id), dossiers.get(event.subject_id)
        if kind is not None and dossier is not None:
            for party in people.get(dossier.id, ()):
                values.append(_values(event, kind, dossier, party, reasons.get(event.id, "")))
    queued = [row for row in values if row["state"] == State.QUEUED.value]
    insert_rows(Message, values, _ONCE)
    if queued:
        with connection.cursor() as cursor:
            cursor.execute(_SUPERSEDE_MANY, [[row["lane"] for row in queued], [row["event_seq"] for row in queued]])
    return len(values)


def masked(party: Party) -> str:
    """How the ledger names a recipient: ``Nguyễn V** A** •••001``."""
    tail = party.phone[-3:]
    return f"{masked_name(party.full_name)[:45]} {'•••' + tail if tail else ''}".strip()


_UNSAID = ("identity_number", "identity_index", "phone_index", "phone_problem", "email", "address")
_ONCE = "ON CONFLICT (id) DO NOTHING"
_SUPERSEDE = """
UPDATE notifications_message SET state = 'superseded', reason = 'superseded'
WHERE lane = %s AND state = 'queued' AND supersedable AND event_seq < %s
"""

_SUPERSEDE_MANY = """
UPDATE notifications_message m SET state = 'superseded', reason = 'superseded'
FROM unnest(%s::uuid[], %s::bigint[]) AS newer (lane, seq)
WHERE m.lane = newer.lane AND m.state = 'queued' AND m.supersedable AND m.event_seq < newer.seq
"""
# A note that is planned late, after something newer, says nothing that is still true. Index message_subject.
_NEWER = """
SELECT EXISTS (SELECT 1 FROM notifications_message WHERE subject_id = %s AND event_seq > %s AND lane = %s)
"""


def _values(event: Event, kind: Kind, dossier: Dossier, party: Party, reason: str) -> dict[str, Any]:
    """The row of the ledger."""
    decision, moment = decide(party), now()
    return {
        "id": message_id(event, party.id, kind.name), "event_id": event.id, "event_seq": event.seq,
        "correlation_id": event.correlation_id, "province_id": event.province_id,
        "agency_ids": list(event.agency_ids), "subject_kind": event.subject_kind, "subject_id": event.subject_id,
        "kind": kind.name, "recipient_kind": "party", "recipient_id": party.id, "recipient_role": party.role,
        "recipient_masked": masked(party), "lane": lane_of(dossier.id, party.id),
        "data": snapshot(event, dossier, party, reason), "urgency": int(kind.urgency),
        "supersedable": kind.supersedable, "state": decision.state.value, "reason": decision.reason, "detail": "",
        "channel": "", "excluded": [], "tries": 0, "next_attempt_at": moment, "planned_at": moment,
    }  # fmt: skip


def _insert(event: Event, kind: Kind, dossier: Dossier, party: Party, reason: str) -> int:
    values = _values(event, kind, dossier, party, reason)
    lane, queued = values["lane"], values["state"] == State.QUEUED.value
    with connection.cursor() as cursor:
        if kind.supersedable and queued:
            cursor.execute(_NEWER, [dossier.id, event.seq, lane])
            if cursor.fetchone()[0]:
                values |= {"state": State.SUPERSEDED.value, "reason": "superseded"}
        made = insert_rows(Message, [values], _ONCE)
        if made and queued:
            cursor.execute(_SUPERSEDE, [lane, event.seq])
    return made
