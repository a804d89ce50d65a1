"""What Zalo itself shows of the messages that we sent to a person: echoes, and the list of the conversation."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from foundation import scoping
from foundation.vietnamese_text import storable
from zalo.accounts import TokenUnavailable, credentials
from zalo.calls import call
from zalo.models import ConversationLine, Reply, ZaloUser
from zalo.requests import conversation

PAGES = 5  # of ten messages each


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of ours as Zalo shows it. ``echo``: the webhook said that a program of this app sent it."""

    message_id: str
    text: str
    at: datetime
    echo: bool


_ECHOES = f"""
SELECT l.id, l.zalo_user_id, l.message_id, l.text, l.at
FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[]) AS span(person, since, until)
CROSS JOIN LATERAL (
  SELECT * FROM {ConversationLine._meta.db_table} line
  WHERE line.zalo_user_id = span.person AND line.at BETWEEN span.since AND span.until
    AND line.by = 'program' AND line.message_id <> ''
  ORDER BY line.at, line.id LIMIT 100) l
"""  # noqa: S608 - the table's own name


def echoes(spans: Mapping[uuid.UUID, tuple[datetime, datetime]]) -> dict[uuid.UUID, list[Shown]]:
    """Messages that the webhook told of as sent by a program, to each person within a time; oldest first.

    One statement for all of them. System scope. Index zalo_line_order.
    """
    found: dict[uuid.UUID, list[Shown]] = {}
    since, until = [a for a, _b in spans.values()], [b for _a, b in spans.values()]
    for line in ConversationLine.objects.raw(_ECHOES, [list(spans), since, until]):
        found.setdefault(line.zalo_user_id, []).append(Shown(line.message_id, line.text, line.at, echo=True))
    return found


def answers_among(message_ids: Collection[str]) -> set[str]:
    """Which of these are answers of the chat or were written by an official: nothing of the ledger's. System scope."""
    chat = Reply.objects.filter(message_id__in=message_ids).values_list("message_id", flat=True)
    officials = ConversationLine.objects.filter(message_id__in=message_ids, by=ConversationLine.By.OFFICIAL)
    return {*chat, *officials.values_list("message_id", flat=True)}


def ask(user: uuid.UUID, since: datetime) -> list[Shown] | None:
    """Ask Zalo for the conversation back to ``since``; None where it cannot be asked now. Outside a transaction."""
    with scoping.system("zalo traces"):
        person = ZaloUser.objects.filter(pk=user).only("oa_id", "user_id").first()
    if person is None:
        return None
    try:
        account = credentials(person.oa_id)
    except TokenUnavailable:
        return None
    found: list[Shown] = []
    for page in range(PAGES):
        answer = call(account, conversation(user_id=person.user_id, offset=page * 10))
        if not answer.outcome.accepted or not isinstance(answer.data, list):
            return found or None
        lines = [shown for item in answer.data if (shown := _line(item)) is not None]
        found += [shown for ours, shown in lines if ours]
        if len(answer.data) < 10 or any(shown.at < since for _ours, shown in lines):
            break
    return [shown for shown in found if shown.at >= since]


def _line(item: Any) -> tuple[bool, Shown] | None:
    """One line of the list: whether it is ours, and what it shows; None where it cannot be read."""
    if not isinstance(item, dict) or not item.get("message_id"):
        return None
    try:
        at = datetime.fromtimestamp(int(item["time"]) / 1000, UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None
    name, text = storable(str(item["message_id"])), storable(str(item.get("message") or ""))
    return str(item.get("src")) == "0", Shown(name, text, at, echo=False)
