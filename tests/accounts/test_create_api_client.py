import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import ApiClient, Province
from foundation import scoping

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    with scoping.system("test"):
        return Province.objects.create(code="T01", name="Tỉnh thử")


def test_it_prints_one_json_object_and_keeps_only_a_digest(province):
    out = StringIO()
    call_command(
        "create_api_client",
        "Đất đai",
        "--province",
        "T01",
        "--scopes",
        "dossiers:read dossiers:write",
        stdout=out,
    )
    made = json.loads(out.getvalue())
    assert set(made) == {"client_id", "client_secret", "scopes"}
    assert made["scopes"] == ["dossiers:read", "dossiers:write"]
    with scoping.system("test"):
        stored = ApiClient.objects.get(client_id=made["client_id"])
    assert made["client_secret"] not in stored.client_secret


@pytest.mark.parametrize(
    "arguments",
    [
        ["--province", "T99", "--scopes", "dossiers:read"],
        ["--province", "T01", "--scopes", "dossiers:eat"],
        ["--province", "T01", "--scopes", "dossiers:read", "--agency", "T01.99"],
    ],
)
def test_what_does_not_exist_is_refused_and_nothing_made(province, arguments):
    with pytest.raises(CommandError):
        call_command("create_api_client", "Đất đai", *arguments)
    with scoping.system("test"):
        assert not ApiClient.objects.exists()
