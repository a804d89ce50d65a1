"""The first page of who controls procedures says what a next version ends, at a price that does not grow."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.local_time import today_local
from procedures.lapsing import REMEMBERED
from tests.procedures.layers import longer, own_of, version_of

pytestmark = pytest.mark.django_db


def queries(client) -> int:
    client.get("/can-bo/")
    with CaptureQueriesContext(connection) as caught:
        assert client.get("/can-bo/").status_code == 200
    return len(caught)


def processes(world, numbers, begins, **changes) -> None:
    """Own processes, each with a version that takes over from the one it was drawn from."""
    for n in numbers:
        code = f"1.9990{n:02}"
        own_of(world, version_of("2026-01-01", code=code), today_local() - timedelta(days=100))
        version_of(begins.isoformat(), code=code, legal_basis=["Luật mới"], **changes)


@pytest.mark.parametrize("changes", [{}, longer(4)], ids=["carrying on", "ending"])
@pytest.mark.parametrize("ahead", [timedelta(days=60), timedelta(days=-60)], ids=["ahead", "lately"])
def test_many_processes_cost_as_many_queries_as_one(world, signed_in, changes, ahead):
    client = signed_in("controller")
    processes(world, [1], today_local() + ahead, **changes)
    one = queries(client)
    processes(world, range(2, 8), today_local() + ahead, **changes)
    assert queries(client) == one
    assert client.get("/can-bo/").content.decode().count("của danh mục quốc gia") == (7 if changes else 0)


def test_what_is_long_over_is_not_even_read(world, signed_in):
    client = signed_in("controller")
    none = queries(client)
    processes(world, range(1, 4), today_local() - REMEMBERED - timedelta(days=1), **longer(4))
    assert queries(client) == none
