import pytest

from tests.support import world as worlds
from tests.support.emulator import running
from tests.support.zalo import connect


@pytest.fixture
def emulator(settings):
    with running("--no-rate-limit", "--receipt-delay", "-1") as one:
        one.settings(settings)
        yield one


@pytest.fixture
def house(transactional_db, redis_url, emulator, settings):
    settings.DELIVERY_TIME_SCALE = 0.02
    world = worlds.build()
    connect(world, emulator)
    return world
