"""Those who react to events. Filled in ``AppConfig.ready`` of the rooms above."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from events.models import Event

Listener = Callable[["Event"], None]
Follower = Callable[[Sequence[tuple[int, "Event"]]], None]


@dataclass(frozen=True)
class Subscription:
    """A listener inside the transaction: one cheap insert, in a savepoint of its own."""

    name: str
    pattern: str
    listener: Listener

    def wants(self, kind: str) -> bool:
        return fnmatchcase(kind, self.pattern)


_subscriptions: dict[str, Subscription] = {}
_followers: dict[str, Follower] = {}


def subscribe(pattern: str, *, name: str) -> Callable[[Listener], Listener]:
    """React to events of ``pattern`` (``dossier.*``) inside the transaction that records them."""

    def register(listener: Listener) -> Listener:
        _subscriptions[name] = Subscription(name, pattern, listener)
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
