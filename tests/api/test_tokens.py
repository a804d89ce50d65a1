"""OAuth client credentials by HTTP Basic, and what a token opens."""

import base64
import io

import pytest
from django.test import Client

from accounts.models import ApiClient as System
from foundation import scoping
from tests.api.conftest import ApiClient, problem
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db


def ask(basic: str = "", **form):
    headers = {"authorization": "Basic " + base64.b64encode(basic.encode()).decode()} if basic else {}
    return Client().post("/oauth/token/", {"grant_type": "client_credentials", **form}, headers=headers)


@pytest.fixture
def system(world):
    return worlds.client_of(world, "dossiers:read procedures:read")


def test_name_and_secret_get_a_bearer_token_for_the_scopes_of_the_system(system, redis_url):
    answer = ask(f"{system.client_id}:bi-mat")
    told = answer.json()
    assert answer.status_code == 200 and told["token_type"] == "Bearer" and told["expires_in"] == 3600
    assert set(told["scope"].split()) == {"dossiers:read", "procedures:read"} and "refresh_token" not in told
    assert answer["Cache-Control"] == "no-store"


def test_fewer_scopes_may_be_asked_for_and_more_are_refused(system, redis_url):
    basic = f"{system.client_id}:bi-mat"
    assert ask(basic, scope="dossiers:read").json()["scope"] == "dossiers:read"
    answer = ask(basic, scope="dossiers:read dossiers:write")
    assert answer.status_code in (400, 401) and answer.json()["error"] == "invalid_scope"


@pytest.mark.parametrize(
    ("secret", "form"),
    [
        ("sai", {}), ("", {}), ("bi-mat", {"grant_type": "password", "username": "a", "password": "b"}),
        ("bi-mat", {"grant_type": "authorization_code", "code": "x"}), ("bi-mat", {"grant_type": ""}),
        ("bi-mat", {"grant_type": "refresh_token", "refresh_token": "x"}),
        ("bi-mat", {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": "x"}),
    ],
)  # fmt: skip
def test_nothing_else_gets_one(system, redis_url, secret, form):
    answer = ask(f"{system.client_id}:{secret}", **form)
    assert answer.status_code in (400, 401, 404) and set(answer.json()) <= {"error", "error_description"}


def test_a_token_is_looked_for_in_the_header_only(api, dossier):
    """Addresses end up in logs; a body is not read before the caller is known."""
    bare = Client()
    problem(bare.get(f"/api/v1/dossiers/?access_token={api.token}"), 401)
    problem(bare.post(f"/api/v1/dossiers/{dossier['id']}/documents/", {"access_token": api.token}), 401)


def test_a_stranger_does_not_make_us_read(world, redis_url):
    class Unreadable(io.BytesIO):
        def read(self, *args):
            raise AssertionError("read")

    for kind in ("application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
        environ = {
            "REQUEST_METHOD": "POST", "PATH_INFO": "/api/v1/dossiers/", "wsgi.input": Unreadable(),
            "CONTENT_LENGTH": "30000000", "CONTENT_TYPE": kind,
        }  # fmt: skip
        problem(Client().request(**environ), 401)


def test_the_token_and_the_secret_are_kept_as_digests_only(world, api):
    from oauth2_provider.models import AccessToken

    with scoping.system("test"):
        assert AccessToken.objects.get().token == ""
        assert all("bi-mat" not in s.client_secret for s in System.objects.all())


@pytest.mark.parametrize(
    ("method", "path", "needs"),
    [
        ("GET", "procedures/", "procedures:read"), ("GET", f"procedures/{worlds.HOTEL}/", "procedures:read"),
        ("GET", "agencies/", "procedures:read"), ("GET", "dossiers/", "dossiers:read"),
        ("POST", "dossiers/", "dossiers:write"), ("POST", "dossiers:batch", "dossiers:write"),
        ("GET", "dossiers/{id}/", "dossiers:read"), ("POST", "dossiers/{id}/transitions/", "dossiers:write"),
        ("GET", "dossiers/{id}/events/", "dossiers:read"), ("GET", "dossiers/{id}/messages/", "dossiers:read"),
        ("GET", "dossiers/{id}/documents/", "dossiers:read"), ("POST", "dossiers/{id}/documents/", "dossiers:write"),
        ("GET", "dossiers/{id}/results/", "dossiers:read"), ("POST", "dossiers/{id}/results/", "dossiers:write"),
        ("PUT", "dossiers/mirror/bca/G09.20-20261123-0092637/", "dossiers:write"), ("GET", "events/", "events:read"),
    ],
)  # fmt: skip
def test_each_call_needs_its_scope(world, redis_url, method, path, needs):
    dossier = worlds.filed(world)
    every = {"procedures:read", "dossiers:read", "dossiers:write", "events:read"}
    path = path.replace("{id}", str(dossier.id))
    without = ApiClient(worlds.client_of(world, " ".join(every - {needs})))
    with nothing_changes():
        problem(without.call(method, path, {} if method != "GET" else None), 403)
        told = problem(Client().generic(method, f"/api/v1/{path}"), 401)
    assert told["title"] == "Chưa xác thực"
    answer = ApiClient(worlds.client_of(world, needs)).call(method, path, {} if method != "GET" else None)
    assert answer.status_code in (200, 400, 415)  # let through: the empty body is the fault now


def test_a_system_without_a_province_sees_nothing(world, redis_url):
    worlds.filed(world)
    lost = worlds.client_of(world, "procedures:read dossiers:read events:read")
    with scoping.system("test"):
        System.objects.filter(pk=lost.pk).update(province=None)
    nobody = ApiClient(lost)
    assert nobody.get("dossiers/").json()["results"] == [] and nobody.get("events/").json()["results"] == []
    problem(nobody.get("agencies/"), 400, "province")
