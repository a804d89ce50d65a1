"""From the outcome of an attempt, or from there having been none, to what becomes of the message. No database."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from foundation.local_time import now
from notifications.backoff import GIVE_UP_AFTER, delay, next_morning, scaled
from notifications.delivery.routes import NoRoute
from notifications.states import State
from zalo.accounts import GrantDead, RefreshLater
from zalo.gate import Refusal
from zalo.outcomes import Kind, Outcome

STOPPED_WAIT = 600.0  # seconds
RENEWAL_WAIT = 5.0  # seconds
SPREAD = 30.0  # seconds
NO_ROUTE_WAIT = 900.0  # seconds; who mends it wakes what waits, this is for a wake-up that was lost


@dataclass(frozen=True, slots=True)
class Verdict:
    """The next state of a message, when it is due again, and the reason shown."""

    state: State
    reason: str = ""
    due: datetime | None = None
    ambiguous: bool = False
    exclude: str = ""
    detail: str = ""


def verdict(
    outcome: Outcome, *, channel: str, tries: int, alike: int, planned_at: datetime, moment: datetime
) -> Verdict:
    """What design says follows from each class of outcome; ``refresh_once`` is the caller's to mend first.

    ``tries``: how many have left; ``alike``: how many of them, with this one, ended with this code by this channel.
    """
    kind = outcome.kind
    if outcome.max_tries is not None and alike >= outcome.max_tries and outcome.when_spent is not None:
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


def without_route(route: NoRoute) -> Verdict:
    """No way now: the end, or another look later."""
    if route.final:
        return Verdict(State.WITHHELD if route.withheld else State.FAILED, route.reason)
    if route.until is not None:
        return Verdict(State.QUEUED, route.reason, route.until)
    if route.renew is not None:  # its token is being renewed already, with enough messages waiting for it
        return _back(route.reason, scaled(RENEWAL_WAIT))
    return _back(route.reason, scaled(NO_ROUTE_WAIT))


def without_token(why: GrantDead | RefreshLater) -> Verdict:
    """The token could not be renewed: when Zalo may be asked again, or when a person has acted."""
    if isinstance(why, RefreshLater):
        return _back("token", why.retry_after)
    return _back("account_stopped", scaled(NO_ROUTE_WAIT))


def refused_at_the_gate(refusal: Refusal) -> Verdict:
    """Nothing left: Zalo's limit is reached, or its host is down. Not an attempt."""
    return _back("limit" if refusal.reason == "limit" else "retry", refusal.retry_after)


def _back(reason: str, seconds: float) -> Verdict:
    """To the queue for at least so many seconds, and a little more, so that not all come back at once."""
    spread = random.uniform(0, min(seconds, scaled(SPREAD)))  # noqa: S311 - spreading load, not hiding a secret
    return Verdict(State.QUEUED, reason, now() + timedelta(seconds=seconds + spread))
