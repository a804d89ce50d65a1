import pytest

from tests.support import world as worlds
from tests.support.emulator import running
from tests.support.zalo import connect


@pytest.fixture(scope="module")
def emulator_process():
    with running("--no-rate-limit", "--receipt-delay", "-1") as emulator:
        yield emulator


@pytest.fixture
def emulator(emulator_process, settings):
    emulator_process.post("reset")
    emulator_process.post("webhook", receipt_delay=-1)
    emulator_process.settings(settings)
    settings.DELIVERY_TIME_SCALE = 0.01
    return emulator_process


@pytest.fixture
def world(transactional_db, redis_url):
    return worlds.build()


@pytest.fixture
def connected(world, emulator):
    connect(world, emulator)
    return world
