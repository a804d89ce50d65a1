"""From the outcome of an attempt to what becomes of its message. Pure: no database, no clock but the given one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from notifications.backoff import GIVE_UP_AFTER, delay, next_morning, scaled
from notifications.states import State
from zalo.outcomes import Kind, Outcome

STOPPED_WAIT = 600.0  # seconds


@dataclass(frozen=True, slots=True)
class Verdict:
    """The next state of a message, when it is due again, and the reason shown."""

    state: State
    reason: str = ""
    due: datetime | None = None
    ambiguous: bool = False
    exclude: str = ""
    detail: str = ""


def verdict(outcome: Outcome, *, channel: str, tries: int, planned_at: datetime, moment: datetime) -> Verdict:
    """What design says follows from each class of outcome; ``refresh_once`` is the caller's to mend first."""
    kind = outcome.kind
    if outcome.max_tries is not None and tries >= outcome.max_tries and outcome.when_spent is not None:
        kind = outcome.when_spent
    detail = f"{outcome.code if outcome.code is not None else ''} {outcome.message}".strip()[:200]

    def later(reason: str, seconds: float | None) -> Verdict:
        if moment - planned_at > GIVE_UP_AFTER:
            return Verdict(State.FAILED, "spent", detail=detail)
        wait = delay(tries) if seconds is None else seconds
        return Verdict(State.QUEUED, reason, moment + timedelta(seconds=wait), detail=detail)

    match kind:
        case Kind.ACCEPTED:
            return Verdict(State.ACCEPTED)
        case Kind.AMBIGUOUS:
            return Verdict(State.SENDING, "ambiguous", ambiguous=True, detail=detail)
        case Kind.RETRY | Kind.REFRESH_ONCE:
            return later("retry", outcome.retry_after)
        case Kind.TOMORROW:
            if outcome.retry_after is not None:
                return later("tomorrow", outcome.retry_after)
            return Verdict(State.QUEUED, "tomorrow", next_morning(moment), detail=detail)
        case Kind.STOP_CHANNEL:
            return later("stopped", outcome.retry_after if outcome.retry_after is not None else scaled(STOPPED_WAIT))
        case Kind.OTHER_CHANNEL:
            return Verdict(State.QUEUED, "other_channel", moment, exclude=channel, detail=detail)
        case _:
            return Verdict(State.FAILED, "permanent", detail=detail)
