"""What a call gave: how it ended, and the data where it asked for some."""

from dataclasses import dataclass, field
from typing import Any

from zalo.errors import classify, parsed
from zalo.hosts import Host
from zalo.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Answer:
    """``data`` is the member ``data`` of the answer (None unless accepted); ``body`` the whole object."""

    outcome: Outcome
    data: Any = None
    body: dict[str, Any] = field(default_factory=dict)


def read(host: Host, status: int, content: bytes) -> Answer:
    """Classify a complete answer and take its data out."""
    outcome = classify(host, status, content)
    if not outcome.accepted:
        return Answer(outcome)
    body = parsed(content) or {}
    return Answer(outcome, body.get("data"), body)
