"""Waiting for positions: an event is ripe only when no older transaction runs anywhere in the PostgreSQL server."""

from events.models import Unsequenced
from events.sequencer import advance_all
from foundation import scoping
from tests.support.emulator import eventually


def settle_positions(seconds: float = 60.0) -> None:
    """Number all committed events.

    Transaction ids belong to the whole server, so a transaction of another test process holds the numbering back
    for as long as it runs.
    """

    def numbered() -> bool:
        advance_all()
        with scoping.system("test"):
            return not Unsequenced.objects.exists()

    assert eventually(numbered, seconds), "an older transaction is still running somewhere in the server"
