from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.api.conftest import ApiClient as System
from tests.support import world as worlds

pytestmark = pytest.mark.django_db


def test_a_leaked_secret_opens_nothing_from_the_next_call_on(redis_url):
    here = worlds.build("H05", "Bắc Ninh")
    client = worlds.client_of(here, "dossiers:read")
    system, other = System(client), System(worlds.client_of(here, "dossiers:read"))
    assert system.http.get("/api/v1/dossiers/", headers=bearer(system)).status_code == 200
    out = StringIO()
    call_command("close_api_client", client.client_id, stdout=out)
    assert client.name in out.getvalue()
    assert system.http.get("/api/v1/dossiers/", headers=bearer(system)).status_code == 401
    with pytest.raises(AssertionError, match="invalid"):
        System(client)
    assert other.http.get("/api/v1/dossiers/", headers=bearer(other)).status_code == 200


def test_an_unknown_one_is_named(redis_url):
    with pytest.raises(CommandError, match="Không có hệ thống"):
        call_command("close_api_client", "khong-co")


def bearer(system: System) -> dict[str, str]:
    return {"authorization": f"Bearer {system.token}"}
