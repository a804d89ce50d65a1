"""The chat log: what the person, the program and officials wrote; an official who writes silences the bot."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.db.models.functions import Greatest

from foundation.vietnamese_text import squeeze
from zalo.actions.note_users import Sighting, note_users
from zalo.inbox.registry import Inbound, handles
from zalo.models import ConversationLine, Reply, ZaloUser

MUTED_FOR = timedelta(hours=2)
_PERSON, _PROGRAM, _OFFICIAL = (
    ConversationLine.By.PERSON, ConversationLine.By.PROGRAM, ConversationLine.By.OFFICIAL,
)  # fmt: skip
_SENT = tuple(f"oa_send_{what}" for what in ("text", "image", "gif", "list", "file", "sticker", "template"))


@handles("user_send_text")
def heard(events: Sequence[Inbound]) -> None:
    _write([(event, event.text("sender", "id"), _PERSON) for event in events])


@handles(*_SENT)
def said(events: Sequence[Inbound]) -> None:
    """Echoes of our own messages and those of officials in the OA's own chat window."""
    spoken = []
    for event in events:
        human = bool(event.text("sender", "admin_id"))
        spoken.append((event, event.text("recipient", "id"), _OFFICIAL if human else _PROGRAM))
    people = _write(spoken)
    for event, user_id, by in spoken:
        person = people.get((event.oa_pk, user_id))
        if person is None:
            continue
        if by == _OFFICIAL:
            ZaloUser.objects.filter(pk=person).update(
                bot_muted_until=Greatest("bot_muted_until", event.occurred_at + MUTED_FOR)
            )
        else:
            _confirm(person, event)


def _write(lines: list[tuple[Inbound, str, ConversationLine.By]]) -> dict[tuple[uuid.UUID, str], uuid.UUID]:
    people = note_users(Sighting(event.oa_pk, event.province_id, user_id) for event, user_id, _by in lines)
    ConversationLine.objects.bulk_create(
        [
            ConversationLine(
                zalo_user_id=people[event.oa_pk, user_id], by=by,
                message_id=event.text("message", "msg_id")[:60],
                text=event.text("message", "text"), at=event.occurred_at,
            )
            for event, user_id, by in lines
            if (event.oa_pk, user_id) in people
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return people


def _confirm(person: uuid.UUID, event: Inbound) -> None:
    """The echo of an answer whose end we did not hear: it went after all."""
    text = squeeze(event.text("message", "text"))
    open_ones = Reply.objects.filter(
        zalo_user_id=person,
        state=Reply.State.UNCONFIRMED,
        created_at__gt=event.received_at - timedelta(days=1),
    )
    for reply in open_ones.order_by("id"):
        if text and squeeze(reply.text) == text:
            reply.state, reply.message_id = Reply.State.SENT, event.text("message", "msg_id")[:60]
            reply.save(update_fields=["state", "message_id"])
            return
