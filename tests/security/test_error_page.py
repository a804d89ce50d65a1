"""A crash tells nothing: neither the page nor the log carries what was typed or what lies in the row."""

import pytest
from django.test import Client

from dossiers.models import Dossier
from foundation import scoping
from tests.api.conftest import ApiClient
from tests.security.logs import capture
from tests.security.two_provinces import raw
from tests.support import world as worlds

pytestmark = pytest.mark.django_db
IDENTITY, PHONE, NAME = "027090712345", "+84900007123", "Đặng Thị Kín"


@pytest.fixture
def world(redis_url, settings):
    assert settings.DEBUG is False
    return worlds.build()


def told_nothing(answer, lines) -> None:
    assert answer.status_code == 500
    text = answer.content.decode() + "".join(lines())
    assert "Traceback" in "".join(lines()) and "Traceback" not in answer.content.decode()
    for value in (IDENTITY, PHONE, PHONE[3:], NAME, "bi-mat-cua-toi"):
        assert value not in text, value


def test_the_look_up(world):
    dossier = worlds.filed(world, accept=True, applicant=worlds.person(1, identity_number=IDENTITY, phone=PHONE))
    raw("ALTER TABLE dossiers_party RENAME COLUMN identity_number TO gone")
    page = Client(raise_request_exception=False)
    with capture() as lines:
        answer = page.post("/tra-cuu/", {"code": dossier.code, "secret": "bi-mat-cua-toi"})
    told_nothing(answer, lines)


def test_the_api(world):
    api = ApiClient(worlds.client_of(world))
    person = {
        "kind": "citizen", "full_name": NAME, "identity_kind": "cccd", "identity_number": IDENTITY, "phone": PHONE,
    }  # fmt: skip
    raw("ALTER TABLE dossiers_party RENAME COLUMN address TO gone")
    with capture() as lines:
        answer = api.http.post(  # not through what holds answers against the schema: nobody publishes a failure
            "/api/v1/dossiers/",
            {"procedure": worlds.HOTEL, "agency": world.department.code, "channel": "counter", "applicant": person},
            content_type="application/json",
            headers={"authorization": f"Bearer {api.token}"},
        )
    told_nothing(answer, lines)
    assert answer["Content-Type"] == "application/problem+json"
    raw("ALTER TABLE dossiers_party RENAME COLUMN gone TO address")
    with scoping.system("test"):
        assert not Dossier.objects.exists(), "nothing half done"


def test_the_back_office(world):
    dossier = worlds.filed(world, accept=True, applicant=worlds.person(1, full_name=NAME, phone=PHONE))
    page = Client(raise_request_exception=False)
    with scoping.system("test"):
        page.force_login(world.people["case_officer"], backend="accounts.sign_in.ScopedModelBackend")
    raw("ALTER TABLE dossiers_clockentry RENAME COLUMN due_at TO gone")
    with capture() as lines:
        answer = page.post(f"/can-bo/ho-so/{dossier.id}/start/", {"version": 1, "note": "bi-mat-cua-toi"})
    told_nothing(answer, lines)
    raw("ALTER TABLE dossiers_clockentry RENAME COLUMN gone TO due_at")
    with scoping.system("test"):
        assert Dossier.objects.get().status == "accepted"


def test_a_form(world):
    raw("ALTER TABLE complaints_feedback RENAME COLUMN zalo_consent TO gone")
    said = {"kind": "help", "text": "bi-mat-cua-toi", "name": NAME, "phone": PHONE, "province": "H05"}
    with capture() as lines:
        answer = Client(raise_request_exception=False).post("/phan-anh/", said)
    told_nothing(answer, lines)
