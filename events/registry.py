"""Those who react to events. Filled in ``AppConfig.ready`` of the rooms above."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from events.models import Event

Listener = Callable[["Event"], None]
ManyListener = Callable[[Sequence["Event"]], None]
Follower = Callable[[Sequence[tuple[int, "Event"]]], None]


@dataclass(frozen=True)
class Subscription:
    """A listener inside the transaction: one cheap insert, in a savepoint of its own. ``many``: the same for many events
    of one act."""

    name: str
    pattern: str
    listener: Listener
    many: ManyListener | None = None

    def wants(self, kind: str) -> bool:
        return fnmatchcase(kind, self.pattern)


_subscriptions: dict[str, Subscription] = {}
_followers: dict[str, Follower] = {}


def subscribe(pattern: str, *, name: str, many: ManyListener | None = None) -> Callable[[Listener], Listener]:
    """React to events of ``pattern`` (``dossier.*``) inside the transaction that records them; ``many`` where there is a
    faster way with the events of a bulk act."""

    def register(listener: Listener) -> Listener:
        _subscriptions[name] = Subscription(name, pattern, listener, many)
        return listener

    return register


def follow(name: str) -> Callable[[Follower], Follower]:
    """Read every event after commit, in order of position, resumable: called with batches."""

    def register(follower: Follower) -> Follower:
        _followers[name] = follower
        return follower

    return register


def subscriptions_for(kind: str) -> list[Subscription]:
    return [s for s in _subscriptions.values() if s.wants(kind)]


def subscription(name: str) -> Subscription | None:
    return _subscriptions.get(name)


def followers() -> dict[str, Follower]:
    return dict(_followers)
