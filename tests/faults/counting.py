"""What counts in a fault run is counted at the phone; what is waited for is an event, never a length of time."""

import time
from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from foundation import scoping
from notifications.models import Attempt, Message
from notifications.tasks import sweep
from tests.support.emulator import Emulator
from tests.support.world import World, filed, person

LONG = 120.0  # seconds: what a loaded machine may take; a test that goes well takes a small part of it
WHERE = "/message/template"


def accept(world: World, count: int, first: int = 1) -> list[Any]:
    """``count`` dossiers of as many people, accepted."""
    return [filed(world, n, accept=True, applicant=person(n)) for n in range(first, first + count)]


def ledger() -> list[Message]:
    with scoping.system("test"):
        return list(Message.objects.order_by("event_seq"))


def in_flight() -> int:
    """How many attempts have left and not been answered."""
    with scoping.system("test"):
        return Attempt.objects.filter(outcome="", answered_at=None).count()


def is_open(message: Message) -> bool:
    """Neither ended nor shown as unclear."""
    return message.state == "queued" or (message.state == "sending" and message.ambiguous_since is None)


def settled() -> bool:
    return not [m for m in ledger() if is_open(m)]


def sweep_until(done: Callable[[], bool], what: str, seconds: float = LONG) -> None:
    """Sweep as the beat would, until ``done()``; fails with ``what`` if that does not come."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, f"{what}: {[(m.state, m.reason) for m in ledger()]}"
        sweep()
        time.sleep(0.1)


def hits(emulator: Emulator, path: str = WHERE) -> int:
    """How often the faults of a path have struck."""
    return sum(fault["hits"] for fault in emulator.get("faults") if fault["path"] == path)


def may_be_missing(state: str, reason: str, unclear: bool, refused: Collection[str] = ()) -> bool:
    """Whether a message that is not at the phone is not lost: shown as unclear, or replaced by a newer one.

    One that failed is lost, whatever it says, unless Zalo was made to refuse it for good: for one of the reasons
    ``refused``.
    """
    return state in ("unconfirmed", "superseded") or unclear or (state == "failed" and reason in refused)


def check_at_the_phone(emulator: Emulator, refused: Collection[str] = ()) -> None:
    """Each message at most once; one that is not there is shown as unclear (or ``refused``); the order of each lane kept."""
    by_message = defaultdict(list)
    for index, sent in enumerate(emulator.messages()):
        by_message[sent["tracking_id"].partition("-")[0]].append(index)
    assert not [m for m, found in by_message.items() if len(found) > 1], "doubled"
    lanes = defaultdict(list)
    for message in ledger():
        at_phone = by_message.get(message.id.hex)
        shown = may_be_missing(message.state, message.reason, message.ambiguous_since is not None, refused)
        assert at_phone or shown, ("lost", message.kind, message.state, message.reason)
        assert at_phone or message.reason, ("without a reason", message.kind, message.state)
        if at_phone:
            lanes[message.lane].append(at_phone[0])
    assert all(order == sorted(order) for order in lanes.values()), "out of order"
