"""Whom to ask Zalo about next: at growing distances, whoever has waited longest for a question first."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime

import redis
import structlog

from foundation.local_time import now
from foundation.redis import client, key
from notifications.backoff import scaled

log = structlog.get_logger(__name__)

FIRST_QUESTION = 10.0  # seconds after the attempt (scaled); the echo is usually quicker
_SHORTEST = 1.0  # seconds between two questions about one person, whatever the scale
_REMEMBERED = 100_000  # seconds: longer than anything stays open


def whom_to_ask(oldest: Mapping[uuid.UUID, datetime], most: int) -> Iterator[uuid.UUID]:
    """Up to ``most`` people whose question is due, the longest overdue first; each is noted as asked when it is given.

    ``oldest``: when their oldest open attempt left. A question is due ten seconds after it, and then each time after
    as long again as it was old at the last one. Without Redis nobody is asked about.
    """
    people = list(oldest)
    try:
        last = (
            dict(zip(people, map(_seconds, client().mget([_name(p) for p in people])), strict=True)) if people else {}
        )
        due = {person: _due(oldest[person].timestamp(), last[person]) for person in people}
        moment = now().timestamp()
        for person in sorted((p for p in people if due[p] <= moment), key=lambda p: due[p])[:most]:
            before = client().set(_name(person), repr(now().timestamp()), ex=_REMEMBERED, get=True)
            if _seconds(before) == last[person]:  # else another run has just asked
                yield person
    except redis.RedisError as error:
        log.warning("nobody_asked_about", error=type(error).__name__)


def _due(left: float, asked: float | None) -> float:
    first = scaled(FIRST_QUESTION)
    return left + first if asked is None else asked + max(_SHORTEST, first, asked - left)


def _name(person: uuid.UUID) -> str:
    return key(f"reconcile:asked:{person}")


def _seconds(stored: object) -> float | None:
    return float(stored) if isinstance(stored, bytes) else None
