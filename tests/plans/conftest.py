"""One transaction around all tests of a file: filled once, taken back at its end."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import transaction

from tests.api.conftest import ApiClient
from tests.plans.crowd import fill
from tests.support import world as worlds
from tests.support.emptying import afresh


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """Two provinces with fifty thousand dossiers, a system of the whole province and one of a single unit."""
    with django_db_blocker.unblock(), transaction.atomic():
        afresh()
        here, elsewhere = worlds.build(), worlds.build("H19", "Đồng Nai", catalogue=False)
        fill(here, elsewhere)
        scopes = "procedures:read dossiers:read dossiers:write events:read"
        clients = {
            "province": worlds.client_of(here, scopes),
            "unit": worlds.client_of(here, scopes, agencies=("ward",)),
        }
        yield SimpleNamespace(here=here, clients=clients, systems={n: ApiClient(c) for n, c in clients.items()})
        transaction.set_rollback(True)
