"""The tables in which a seeding writes, each after those that it points to; and the order of events."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model

from accounts.models import Business, BusinessContact, Citizen, Consent
from complaints.models import Feedback
from documents.models import StoredFile
from dossiers.models import (
    Assignment,
    Attachment,
    ClockEntry,
    CodeCounter,
    Dossier,
    DossierStep,
    DossierWord,
    DueRecord,
    Party,
    Remark,
    Result,
)  # fmt: skip
from events.models import Event, EventPosition
from events.sequencer import LOCK
from notifications.models import Attempt, Message
from ratings.models import Invitation, Vote
from zalo.models import PhoneReach, ZaloUser

TABLES: tuple[type[Model], ...] = (
    Citizen, Business, BusinessContact, Consent, ZaloUser, StoredFile, Dossier, Party, DossierWord, ClockEntry, DueRecord,
    Assignment, DossierStep, Attachment, Result, CodeCounter, Event, Remark, Message, Attempt, PhoneReach, Invitation, Vote, Feedback,
    EventPosition,
)  # fmt: skip


def number(events: Sequence[Event]) -> list[EventPosition]:
    """Give the events their ``seq`` and a gapless position, in the order in which they happened.

    Nobody else numbers events until the transaction ends.
    """
    ordered = sorted(events, key=lambda e: e.occurred_at)  # stable: one dossier's events keep their order
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SELECT nextval('events_event_seq') FROM generate_series(1, %s)", [len(ordered)])
        for event, (seq,) in zip(ordered, cursor.fetchall(), strict=True):
            event.seq = seq
        cursor.execute("SELECT coalesce(max(position), 0) FROM events_eventposition")
        last = int(cursor.fetchone()[0])
    return [EventPosition(position=last + place, event_id=e.id) for place, e in enumerate(ordered, 1)]
