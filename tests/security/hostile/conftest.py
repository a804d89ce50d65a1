import json
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.test import Client

from tests.api.conftest import ApiClient
from tests.support import world as worlds

EVERYTHING = "procedures:read dossiers:read dossiers:write events:read"


@pytest.fixture(scope="package")
def committed(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """A province with one filed dossier, a system that may do everything, and what a good call looks like. Made once:
    these tests see to it that nothing changes."""
    from foundation.redis import client, key

    with django_db_blocker.unblock():
        try:
            yield _house()
        finally:
            call_command("flush", interactive=False, verbosity=0, allow_cascade=True)
            for name in client().scan_iter(key("*").encode()):
                client().delete(name)


def _house() -> SimpleNamespace:
    world = worlds.build()
    dossier = worlds.filed(world)
    api = ApiClient(worlds.client_of(world, EVERYTHING))
    applicant = {
        "kind": "business", "full_name": "Công ty TNHH Khách sạn Sông Cầu", "identity_kind": "tax_code",
        "identity_number": "2300000000", "phone": "+84900000001", "address": "Phường Kinh Bắc",
    }  # fmt: skip
    create = {
        "procedure": worlds.HOTEL, "agency": world.department.code, "channel": "counter", "applicant": applicant,
        "notify": {"zalo": True}, "summary": "Công nhận hạng 2 sao", "accept": True,
    }  # fmt: skip
    mirrored = {
        "procedure": worlds.MOTORBIKE, "agency": world.agencies["police"].code, "applicant": applicant,
        "status": "accepted", "source_version": 1,
    }  # fmt: skip
    return SimpleNamespace(
        world=world, dossier=dossier, api=api, create=create, mirrored=mirrored,
        transitions=f"/api/v1/dossiers/{dossier.id}/transitions/",
        mirror="/api/v1/dossiers/mirror/bca/G09.20-20261123-0092637/",
    )  # fmt: skip


@pytest.fixture
def house(committed, db, redis_url) -> SimpleNamespace:
    """The province, in a transaction of the test's own and with no counters of other tests."""
    return committed


def send(api: ApiClient, method: str, path: str, body: bytes | dict | list, **headers: str):
    """A call with a body as it is, not as a library would write it."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return api.http.generic(
        method, path, content, content_type=named.pop("content-type", "application/json"),
        headers={"authorization": f"Bearer {api.token}", **named},
    )  # fmt: skip


def refused(answer, *statuses: int) -> dict:
    """A clear no for a machine: one of these statuses, a problem document, a sentence in Vietnamese."""
    assert answer.status_code in (statuses or (400,)), (answer.status_code, answer.content[:300])
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) >= {"type", "title", "status", "detail", "errors"} and problem["status"] == answer.status_code
    for sentence in (problem["detail"], *(e["message"] for e in problem["errors"])):
        assert any(ord(c) > 127 for c in sentence), sentence
    return problem


def stranger() -> Client:
    return Client(raise_request_exception=False)
