"""The ledger as the tests of this room look at it."""

from datetime import timedelta
from typing import Any

from dossiers.models import Dossier
from foundation import scoping
from foundation.local_time import now
from notifications.models import Attempt, Message
from tests.support.world import World, filed, person

PHONE = "+84900000001"


def accepted(world: World, number: int = 1, **changes: Any) -> Dossier:
    """A dossier of one person that has just been accepted."""
    return filed(world, number, accept=True, applicant=person(number, **changes.pop("person", {})), **changes)


def ledger(dossier: Dossier | None = None) -> list[Message]:
    with scoping.system("test"):
        rows = Message.objects.order_by("event_seq", "id")
        return list(rows.filter(subject_id=dossier.id) if dossier else rows)


def states(dossier: Dossier | None = None) -> list[tuple[str, str]]:
    """State and reason of each message, in the order of the events."""
    return [(m.state, m.reason) for m in ledger(dossier)]


def attempts() -> list[Attempt]:
    with scoping.system("test"):
        return list(Attempt.objects.order_by("id"))


def make_due() -> None:
    """As if the time of everything that waits had come."""
    with scoping.system("test"):
        Message.objects.filter(state="queued").update(next_attempt_at=now() - timedelta(seconds=1))
