"""Reading the ledger: of one dossier, for officials, for the API and for the citizen."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dossiers.wording import EVENT_WORDS
from foundation import prepared
from foundation.ids import since, until
from foundation.local_time import iso_local, now
from foundation.spoken_tables import in_words
from foundation.spoken_time import clock
from notifications.models import Attempt, Message
from notifications.reasons import TOLD, WAITING, WENT, words
from notifications.states import State


def of_subject(subject_id: uuid.UUID) -> QuerySet[Message]:
    """The messages about one dossier, oldest first. Index ``message_subject``."""
    return Message.objects.filter(subject_id=subject_id, id__gte=since(subject_id)).order_by("event_seq", "id")


def attempts_of(messages: list[Message]) -> dict[uuid.UUID, list[Attempt]]:
    """The attempts of some messages, in order. Index ``attempt_message``; one query."""
    found: dict[uuid.UUID, list[Attempt]] = defaultdict(list)
    for attempt in Attempt.objects.filter(message_id__in=[m.id for m in messages]).order_by("message_id", "number"):
        found[attempt.message_id].append(attempt)
    return found


def as_api(messages: list[Message]) -> list[dict[str, Any]]:
    """Lines of the ledger in the shape of the contract; one query."""
    attempts = attempts_of(messages)
    return [
        {
            "id": str(m.id), "event_id": str(m.event_id), "kind": m.kind,
            "recipient": {"role": m.recipient_role, "masked": m.recipient_masked},
            "channel": m.channel or None, "state": m.state, "reason": words(m.reason) or None,
            "planned_at": iso_local(m.planned_at), "sent_at": iso_local(m.sent_at),
            "delivered_at": iso_local(m.delivered_at),
            "attempts": [
                {
                    "number": a.number, "channel": a.channel, "at": iso_local(a.intent_at),
                    "answered_at": iso_local(a.answered_at), "outcome": a.outcome or None, "code": a.code,
                }
                for a in attempts[m.id]
            ],
        }
        for m in messages
    ]  # fmt: skip


class Told(NamedTuple):
    """What a citizen reads about the message of one event; ``good`` where nothing went wrong."""

    at: datetime
    about: str
    text: str
    good: bool


# One line for each event: where several parties were told, what went best. Who of them is reading is not known.
_TOLD = """
SELECT DISTINCT ON (event_seq) coalesce(delivered_at, sent_at, planned_at) AS at, state, reason, kind
FROM notifications_message
WHERE subject_id = %(id)s AND id >= %(since)s AND id < %(until)s AND state <> 'superseded'
ORDER BY event_seq DESC, array_position(
  ARRAY['delivered', 'accepted', 'sending', 'queued', 'unconfirmed', 'failed', 'withheld'], state::text), id DESC
LIMIT %(limit)s
"""


def for_citizen(subject_id: uuid.UUID, limit: int = 5) -> list[Told]:
    """In words: that the messages of the last events went, or could not be delivered. Newest first; one prepared query.

    Index ``message_subject``; months before the dossier was made, and those to come, are not opened.
    """
    return told(prepared.rows(*told_question(subject_id, limit)))


def told_question(subject_id: uuid.UUID, limit: int = 5) -> prepared.Ask:
    """What is to be asked for ``told``."""
    bounds = {"since": since(subject_id), "until": until(now())}
    return prepared.Ask(_TOLD, {"id": subject_id, "limit": limit, **bounds})


def told(found: list[tuple[Any, ...]]) -> list[Told]:
    """The answer to ``told_question`` in words; times may be text."""
    about, went = in_words(EVENT_WORDS), in_words(WENT)
    return [
        Told(moment, about.get(kind, ""), _sentence(went, state, moment, reason), _good(state, reason))
        for at, state, reason, kind in found
        for moment in (datetime.fromisoformat(at) if isinstance(at, str) else at,)
    ]


_UNCLEAR = "ambiguous"
_ON_ITS_WAY = frozenset({State.DELIVERED.value, State.ACCEPTED.value, State.SENDING.value, State.QUEUED.value})


def _good(state: str, reason: str) -> bool:
    """Whether nothing is wrong: a message that nobody wanted is no failure."""
    return reason != _UNCLEAR if state in _ON_ITS_WAY else reason == "no_consent"


def _sentence(went: Mapping[State, str], state: str, at: datetime, reason: str) -> str:
    if state == State.SENDING and reason == _UNCLEAR:
        state = State.UNCONFIRMED
    if text := went.get(State(state)):
        return text % {"at": clock(at)}
    if state in (State.QUEUED, State.SENDING):
        return in_words(WAITING).get(reason, "") or _("Đang gửi tin Zalo")
    return in_words(TOLD).get(reason, "") or _("Chưa gửi được Zalo cho bạn")
