import base64
import json

import pytest
from django.test import Client

from tests.support import world as worlds


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
            return self.http.generic(method, path, json.dumps(data), content_type="application/json", headers=headers)
        return self.http.generic(method, path, headers=headers)

    def get(self, path, **headers):
        return self.call("GET", path, **headers)

    def post(self, path, data, **headers):
        return self.call("POST", path, data, **headers)


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
