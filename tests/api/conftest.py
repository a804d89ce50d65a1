import base64
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.api.published import faults
from tests.support import world as worlds


def as_published(method, path, answer):
    """The answer, if the published schema knows it."""
    wrong = list(faults(method, path, answer))
    assert not wrong, wrong
    return answer


class ApiClient:
    """A system of the province with its token."""

    def __init__(self, client, secret: str = "bi-mat") -> None:
        self.http = Client(raise_request_exception=False)
        basic = base64.b64encode(f"{client.client_id}:{secret}".encode()).decode()
        answer = self.http.post(
            "/oauth/token/", {"grant_type": "client_credentials"}, headers={"authorization": f"Basic {basic}"}
        )
        assert answer.status_code == 200, answer.content
        self.token = answer.json()["access_token"]

    def call(self, method: str, path: str, data=None, **headers):
        headers = {
            "authorization": f"Bearer {self.token}",
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        path = path if path.startswith("/") else f"/api/v1/{path}"
        if data is not None:
            answer = self.http.generic(method, path, json.dumps(data), content_type="application/json", headers=headers)
        else:
            answer = self.http.generic(method, path, headers=headers)
        return as_published(method, path, answer)

    def get(self, path, **headers):
        return self.call("GET", path, **headers)

    def post(self, path, data, **headers):
        return self.call("POST", path, data, **headers)

    def upload(self, path, content=None, file_name="don.pdf", *, idempotency_key="", **data):
        """A multipart form with a file (none where ``content`` is None)."""
        headers = {"authorization": f"Bearer {self.token}"}
        if idempotency_key:
            headers["idempotency-key"] = idempotency_key
        files = {} if content is None else {"file": SimpleUploadedFile(file_name, content)}
        path = f"/api/v1/{path}"
        return as_published("POST", path, self.http.post(path, {**files, **data}, headers=headers))


@pytest.fixture
def world(db, redis_url):
    return worlds.build()


@pytest.fixture
def api(world):
    return ApiClient(worlds.client_of(world, "procedures:read dossiers:read dossiers:write events:read"))


@pytest.fixture
def body(world):
    return {
        "procedure": worlds.HOTEL, "agency": world.department.code, "channel": "counter",
        "applicant": {
            "kind": "business", "full_name": "Công ty TNHH Khách sạn Sông Cầu", "identity_kind": "tax_code",
            "identity_number": "2300000000", "phone": "+84900000001", "address": "Phường Kinh Bắc, Bắc Ninh",
        },
        "co_applicants": [], "representative": None, "notify": {"zalo": True}, "documents": [],
        "summary": "Công nhận hạng 2 sao", "accept": True,
    }  # fmt: skip


@pytest.fixture
def dossier(api, body):
    """An accepted dossier as the API answered it."""
    answer = api.post("dossiers/", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.fixture
def mirrored(world):
    """What the ministry's system tells of a motorbike registration; changes replace any part."""

    def told(**changes):
        return {
            "procedure": worlds.MOTORBIKE, "agency": world.agencies["police"].code, "status": "accepted",
            "applicant": {"kind": "citizen", "full_name": "Trần Thị Thử", "phone": "0900000002"},
            "received_at": "2026-11-23T09:00:00+07:00", "due_at": "2026-11-26T09:00:00+07:00", "source_version": 1,
            "notify": {"zalo": True}, **changes,
        }  # fmt: skip

    return told


def act(api, dossier, action, **more):
    """POST an act; names of headers go to the headers."""
    headers = {k: more.pop(k) for k in ("if_match", "idempotency_key", "accept_language") if k in more}
    return api.post(f"dossiers/{dossier['id']}/transitions/", {"action": action, **more}, **headers)


def problem(answer, status: int, *fields: str) -> dict:
    """A problem document (RFC 9457) with this status, that names exactly these fields."""
    assert answer.status_code == status, (answer.status_code, answer.content[:500])
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert {"type", "title", "status", "detail", "errors"} <= set(told) and told["status"] == status
    assert all(set(e) == {"field", "code", "message"} and e["message"] for e in told["errors"])
    if fields:
        assert sorted({e["field"] for e in told["errors"]}) == sorted(fields), told["errors"]
    return told
