"""Every call × scope there or missing × the province's own system, one of a unit, of another unit, of another province."""

import base64
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from events.models import Event
from foundation import scoping
from tests.api.conftest import ApiClient
from tests.matrix.conftest import undone
from tests.matrix.people import PDF
from tests.matrix.table import ACTS, API, OWN_SYSTEMS
from tests.matrix.test_acts import members
from tests.support import world as worlds
from tests.support.order import settle_positions
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db
SCOPES = {call.scope for call in API.values()}
SYSTEMS = ("province", "receiving", "competent", "other", "elsewhere")
PERSON = {"kind": "citizen", "full_name": "Trần Thị Thử", "identity_kind": "cccd", "identity_number": "027090000777"}


def path_of(name: str, matrix) -> str:
    dossier = matrix.dossiers["processing"]
    arguments = {
        "api:procedures": None, "api:agencies": None, "api:dossiers": None, "api:events": None,
        "api:batch": None, "api:joint-filings": None, "api:joint-filing": {"parent_id": dossier.id},
        "api:procedure": {"code": worlds.HOTEL}, "api:mirror": {"system": "bca", "code": "G09.20-20261123-0092637"},
    }  # fmt: skip
    return reverse(name, kwargs=arguments.get(name, {"dossier_id": dossier.id}))


def sent(name: str, method: str, matrix) -> dict:
    """A good body for this call."""
    if method == "GET":
        return {}
    if name in ("api:documents", "api:results"):
        file = SimpleUploadedFile("quyet-dinh.pdf", PDF, "application/pdf")
        return {"data": encode_multipart(BOUNDARY, {"file": file}), "content_type": MULTIPART_CONTENT}
    body = {
        "api:dossiers": {
            "procedure": worlds.HOTEL, "agency": matrix.here.department.code, "channel": "counter", "applicant": PERSON,
            "receiving_agency": matrix.here.centre.code,
        },
        "api:transitions": {"action": "complete", "outcome": "granted"},
        "api:steps": {"action": "forward"},
        "api:joint-filings": {
            "kind": "ho_kinh_doanh_giay_phep_con", "accept": False,
            "children": [
                {
                    "procedure": worlds.HOTEL, "agency": matrix.here.department.code, "channel": "counter", "applicant": PERSON,
                    "receiving_agency": matrix.here.centre.code,
                }
            ] * 2,
        },
        "api:batch": {
            "items": [
                {"transition": {"dossier": str(matrix.dossiers["processing"].id), "action": "complete", "outcome": "granted"}}
            ]
        },
        "api:mirror": {
            "procedure": worlds.MOTORBIKE, "agency": matrix.here.agencies["police"].code, "applicant": PERSON,
            "status": "accepted", "source_version": 1,
        },
    }[name]  # fmt: skip
    return {"data": json.dumps(body), "content_type": "application/json"}


def call(http: Client, token: str | None, name: str, method: str, matrix):
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    return http.generic(method, path_of(name, matrix), headers=headers, **sent(name, method, matrix))


@pytest.mark.parametrize(("name", "method"), API, ids=[f"{m} {n}" for n, m in API])
def test_systems(matrix, name, method):
    row = API[name, method]
    with nothing_changes():
        for system in SYSTEMS:
            api = matrix.systems[system]
            if system in row.systems and method != "GET":
                continue
            answer = call(api.http, api.token, name, method, matrix)
            assert answer.status_code == (row.status if system in row.systems else row.others), (
                system,
                answer.content[:300],
            )
            if system not in row.systems or system in ("other", "elsewhere"):
                shown = answer.content.decode()
                assert [m for m in matrix.marks if m in shown] == [], system
    for system in row.systems:
        with undone():
            api = matrix.systems[system]
            answer = call(api.http, api.token, name, method, matrix)
            assert answer.status_code == row.status, (system, answer.content[:500])
            if name == "api:dossier" and method == "GET" and row.status == 200 and system in OWN_SYSTEMS:
                assert str(matrix.dossiers["processing"].id) in answer.content.decode()


@pytest.mark.parametrize(("name", "method"), API, ids=[f"{m} {n}" for n, m in API])
def test_scopes(matrix, name, method):
    """Every other scope together does not open a call; nor does a token that is missing, made up or has run out."""
    row = API[name, method]
    without = worlds.client_of(matrix.here, " ".join(SCOPES - {row.scope}))
    old = worlds.client_of(matrix.here, " ".join(SCOPES))
    tokens = {"without the scope": ApiClient(without).token, "run out": ApiClient(old).token}
    with scoping.system("test"):
        old.accesstoken_set.update(expires="2026-01-01T00:00:00Z")
    with nothing_changes():
        answer = call(Client(), tokens["without the scope"], name, method, matrix)
        assert answer.status_code == 403 and answer["Content-Type"] == "application/problem+json"
        for token in (None, "khong-co", tokens["run out"]):
            answer = call(Client(), token, name, method, matrix)
            assert answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer"), token


def test_a_client_cannot_ask_for_more_than_it_was_given(matrix):
    narrow = worlds.client_of(matrix.here, "dossiers:read")
    basic = base64.b64encode(f"{narrow.client_id}:bi-mat".encode()).decode()
    for scope in ("dossiers:read dossiers:write", "dossiers:write", "events:read", "admin"):
        answer = Client().post(
            "/oauth/token/",
            {"grant_type": "client_credentials", "scope": scope},
            headers={"authorization": f"Basic {basic}"},
        )
        assert answer.status_code in (400, 401) and answer.json() == {"error": "invalid_scope"}, scope


def test_other_methods_are_refused(matrix):
    api = matrix.systems["province"]
    with nothing_changes():
        for name in {n for n, _m in API}:
            for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
                if (name, method) not in API:
                    answer = api.http.generic(
                        method, path_of(name, matrix), b"{}", content_type="application/json",
                        headers={"authorization": f"Bearer {api.token}"},
                    )  # fmt: skip
                    assert answer.status_code in ((403, 405) if method == "OPTIONS" else (405,)), (name, method)


@pytest.mark.parametrize(("act", "status"), [(a, s) for a, s, _w in ACTS], ids=[f"{a} {s}" for a, s, _w in ACTS])
def test_acts(matrix, act, status):
    dossier = matrix.dossiers[status]
    form = members(act, dossier)
    body = {"action": act, "reason": form["reason"], "outcome": "granted", "override": True}
    if act == "extend":
        body["due_at"] = form["due_at"] + ":00+07:00"
    path = f"dossiers/{dossier.id}/transitions/"
    with nothing_changes():
        for system in ("other", "elsewhere"):
            assert matrix.systems[system].post(path, body).status_code == 404, system
    for system in OWN_SYSTEMS:
        with undone():
            answer = matrix.systems[system].post(path, body)
            assert answer.status_code == 200, (system, answer.content[:500])
            with scoping.system("test"):
                last = Event.objects.filter(subject_id=dossier.id).latest("seq")
                assert last.actor_kind == "client" and last.actor_client_id


def test_the_feed_of_another_province_and_unit_holds_nothing_of_ours(matrix):
    settle_positions()
    here = matrix.systems["province"].get("events/?page_size=200").json()["results"]
    assert {e["subject"]["id"] for e in here} >= {str(d.id) for d in matrix.dossiers.values()}
    for system in ("other", "elsewhere"):
        feed = matrix.systems[system].get("events/?page_size=200").json()["results"]
        assert {e["subject"]["id"] for e in feed} & {str(d.id) for d in matrix.dossiers.values()} == set()
