import pytest

from tests.support.emulator import running
from tests.zalo_emulator.support import Hook


@pytest.fixture(scope="module")
def process():
    """One emulator for the tests of a module."""
    with running("--receipt-delay", "-1") as emulator:
        yield emulator


@pytest.fixture
def emulator(process):
    """The emulator as it is at the start."""
    process.post("reset")
    process.post("webhook", url="", receipt_delay=-1, signing="normal", duplicates=1, reorder_seconds=0)
    process.post("modes", rate_limited=True, echo_delay=0.0)
    return process


@pytest.fixture
def hook(emulator):
    """A product's webhook that remembers what came, and is saved in the console."""
    with Hook() as receiver:
        emulator.post("webhook", url=receiver.url)
        receiver.calls.clear()
        yield receiver


@pytest.fixture
def receiver():
    """A product's webhook that no emulator knows yet."""
    with Hook() as waiting:
        yield waiting


@pytest.fixture
def opened(emulator, page):
    """The page of phones; what its console complains of is a failure."""
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(emulator.url)
    page.wait_for_selector(".phone")
    yield page
    assert errors == []
