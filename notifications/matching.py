"""Which messages found at Zalo are those that left without an answer. Pure: plain values only.

A message to a linked account carries no tracking id (it has no field for one), so its traces are the echo
``oa_send_*`` and the conversation's list. A wrong match would hide a message that never came: only what names the
dossier, or what nothing else can explain, counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

EARLIEST = timedelta(seconds=5)  # clocks differ
LATEST = timedelta(seconds=180)


@dataclass(frozen=True, slots=True)
class Open:
    """An attempt without an answer; ``code`` and ``status`` are as the message showed them ('' where it has none)."""

    attempt_id: UUID
    message_id: UUID
    code: str
    at: datetime
    status: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """A message that Zalo shows and that no answer has claimed. ``echo``: told by the webhook as our program's."""

    provider_id: str
    text: str
    at: datetime
    echo: bool


def match(attempts: Sequence[Open], traces: Sequence[Trace]) -> list[tuple[Open, Trace]]:
    """Pairs, each attempt and each trace at most once, older first.

    A trace with words must name the attempt's dossier. Of several attempts that it could be, it is one whose status it
    tells, else the last that had left by then: the earlier one has had its time. Echoes without words count only where they are at least as
    many as the attempts that they could be.
    """
    pairs: list[tuple[Open, Trace]] = []
    left = sorted(attempts, key=lambda one: one.at)
    by_time = sorted(traces, key=lambda one: one.at)
    for trace in reversed(by_time):
        named = [one for one in left if _near(one, trace) and one.code and one.code in trace.text]
        telling = [one for one in named if one.status and one.status in trace.text]
        if found := (telling or named)[-1:]:
            pairs.append((found[0], trace))
            left.remove(found[0])
    wordless = [t for t in by_time if t.echo and not t.text]
    for attempt in left:
        rivals = [other for other in left if abs(other.at - attempt.at) <= LATEST + EARLIEST]
        near = [t for t in wordless if any(_near(rival, t) for rival in rivals)]
        mine = next((t for t in wordless if _near(attempt, t)), None)
        if mine is not None and len(near) >= len(rivals):
            pairs.append((attempt, mine))
            wordless.remove(mine)
            left = [other for other in left if other is not attempt]
    return sorted(pairs, key=lambda pair: pair[0].at)


def _near(attempt: Open, trace: Trace) -> bool:
    return attempt.at - EARLIEST <= trace.at <= attempt.at + LATEST
