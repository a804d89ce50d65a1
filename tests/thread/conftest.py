"""A province with its account on the emulator, its web server reachable for receipts, and a real delivery worker."""

import pytest

from notifications.tasks import sweep
from tests.support import world as worlds
from tests.support.emulator import eventually, running
from tests.support.zalo import connect
from zalo.tasks import handle_inbound


@pytest.fixture
def emulator(settings):
    with running("--no-rate-limit", "--receipt-delay", "0.2") as one:
        one.settings(settings)
        yield one


@pytest.fixture
def house(transactional_db, redis_url, emulator, live_server, settings):
    settings.DELIVERY_TIME_SCALE = 0.02
    world = worlds.build()
    connect(world, emulator)
    emulator.post("webhook", url=f"{live_server.url}/webhooks/zalo/", receipt_delay=0.2)
    return world


@pytest.fixture
def states_of():
    """The states of a dossier's messages, oldest first, after the sweepers and the inbox had their turn."""

    def states(api, dossier) -> list[str]:
        sweep()
        handle_inbound()
        return [m["state"] for m in api.get(f"dossiers/{dossier['id']}/messages/").json()["results"]]

    return states


@pytest.fixture
def arrive(emulator):
    """Wait until so many messages stand on a phone; gives them."""

    def waited(phone: str, count: int = 1):
        eventually(lambda: sweep() and len(emulator.messages(phone)) >= count, 40)
        found = emulator.messages(phone)
        assert len(found) == count, found
        return found

    return waited
