import pytest

from tests.support import world as worlds


@pytest.fixture
def world(db):
    return worlds.build()
