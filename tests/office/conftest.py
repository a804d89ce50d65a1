import pytest

from tests.support import world as worlds


@pytest.fixture
def world(db, redis_url):
    return worlds.build()


@pytest.fixture
def signed_in(client, world):
    """The test client as an official of the world."""

    def sign_in(role):
        answer = client.post("/can-bo/dang-nhap/", {"username": world.people[role].username, "password": "matkhau"})
        assert answer.status_code == 302
        return client

    return sign_in
