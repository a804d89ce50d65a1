"""Every address answers with the strict policy, and no page holds anything that the policy would stop."""

import io
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from documents.forms.catalogue import PaperKind
from dossiers.actions.add_document import add_document
from dossiers.actions.issue_form import issue_form
from dossiers.actions.issue_register import issue_register
from foundation import scoping
from foundation.local_time import today_local
from ratings import queries
from tests.api.conftest import ApiClient
from tests.matrix.people import PDF
from tests.matrix.table import API, ELSEWHERE, PAGES
from tests.matrix.test_pages import path_of
from tests.security.strictness import holes, inline
from tests.security.two_provinces import raw
from tests.support import world as worlds
from tests.support.administration import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(redis_url):
    """A dossier under way with a paper, in the shape that the matrix names addresses by."""
    world = worlds.build()
    dossier = worlds.filed(world, accept=True)
    api = ApiClient(worlds.client_of(world, "procedures:read dossiers:read dossiers:write events:read"))
    with world.scope("receptionist"):
        actor = world.actor("receptionist")
        paper = add_document(dossier.id, actor=actor, stream=io.BytesIO(PDF), file_name="don.pdf")
        receipt = issue_form(
            dossier.id, PaperKind.RECEIPT, actor=actor, typed={"papers": "Đơn", "copies": "1", "collect": "Quầy"}
        )
        day = today_local()
        book = issue_register(world.centre.id, dossier.procedure.field.code, day, day, actor=actor)
    with scoping.system("test"):
        party = dossier.parties.get()
    return SimpleNamespace(
        world=world, api=api, dossier=dossier, dossiers={"processing": dossier}, file_id=str(paper.file_id),
        party_id=str(party.id), asked_id=str(party.id), paper_id=str(receipt.id), book_id=str(book.id),
    )  # fmt: skip


def strict(answer, what: str, *statuses: int) -> None:
    assert not statuses or answer.status_code in statuses, (what, answer.status_code)
    assert "Content-Security-Policy-Report-Only" not in answer.headers, what
    assert holes(answer["Content-Security-Policy"]) == [], what
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY", what
    if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
        assert inline(answer.content.decode()) == [], what


def test_the_measure_finds_what_it_looks_for():
    policy = "default-src 'none'; script-src 'self' 'unsafe-inline' https://cdn.example; style-src 'self'"
    assert {"script-src 'unsafe-inline'", "script-src https://cdn.example", "no base-uri"} <= set(holes(policy))
    for bad in (
        "<script>x()</script>", "<p style='color:red'>", "<style>p{}</style>", "<a onclick='x()'>", "<iframe src=/a>",
        "<a href=' java\nscript:x()'>", "<script src='//cdn.example/a.js'></script>", "<svg/onload=x()>",
    ):  # fmt: skip
        assert inline(bad), bad
    assert inline("<script src='/a.js' defer></script><a href='https://a.example'>a</a>") == []


def test_pages_for_a_stranger_and_for_officials(house):
    clients = {"stranger": Client(raise_request_exception=False)}
    clients |= {role: signed_in(house.world, role) for role in ("receptionist", "case_officer", "admin", "inspector")}
    for who, client in clients.items():
        for name in PAGES:
            strict(client.get(path_of(name, house)), f"{name} for {who}")


def test_acts_and_what_is_said_to_wrong_input(house):
    officer = signed_in(house.world, "case_officer")
    path = f"/can-bo/ho-so/{house.dossier.id}"
    strict(officer.get(f"{path}/start/"), "an act", 200)
    strict(officer.post(f"{path}/start/", {"version": "0"}), "a stale act", 409, 412)
    strict(officer.post(f"{path}/extend/", {}), "an act that is not theirs", 403, 404, 409)
    stranger = Client()
    strict(stranger.post("/can-bo/dang-nhap/", {"username": "<b>", "password": "x"}), "a wrong password", 400)
    strict(stranger.post("/tra-cuu/", {"code": house.dossier.code, "secret": "zzzz"}), "a wrong factor")
    strict(stranger.post("/phan-anh/", {"text": ""}), "empty feedback", 400)
    strict(stranger.post("/tra-cuu/", {"code": house.dossier.code, "secret": "0001"}), "a right factor")
    strict(stranger.get("/tra-cuu/trang-thai/"), "its answer", 200)
    with scoping.system("test"):
        from tests.ratings.test_voting import ended

        dossier = ended(house.world, 2)
        token = queries.open_token(dossier.id)
    strict(stranger.get(f"/danh-gia/{token}/"), "a rating", 200)
    strict(stranger.post(f"/danh-gia/{token}/", {"score": "9"}), "a rating out of range", 400, 409)


def test_the_administration(house):
    client = signed_in(house.world, "admin")
    strict(client.get(reverse("admin:index")), "index", 200)
    strict(Client().get(reverse("admin:login")), "login")
    seen = 0
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        strict(client.get(reverse(f"{base}_changelist")), base, 200)
        strict(client.get(reverse(f"{base}_add")), f"{base} add", 200, 403)
        with scoping.system("test"):
            row = model.objects.first()
        for page in ("change", "history", "delete") if row else ():
            answer = client.get(reverse(f"{base}_{page}", args=[row.pk]))
            strict(answer, f"{base} {page}")
            seen += answer.status_code == 200
    assert seen > 8, "forms were looked at, not refusals only"


def test_the_api_and_the_doors_of_machines(house):
    arguments = {
        "api:procedure": {"code": worlds.HOTEL}, "api:mirror": {"system": "bca", "code": "G09.20-20261123-0092637"},
        "api:joint-filing": {"parent_id": house.dossier.id},
    }  # fmt: skip
    for name, method in API:
        of_dossier = name not in (
            "api:procedures",
            "api:agencies",
            "api:dossiers",
            "api:batch",
            "api:events",
            "api:joint-filings",
            *arguments,
        )
        path = reverse(name, kwargs=arguments.get(name) or ({"dossier_id": house.dossier.id} if of_dossier else {}))
        strict(house.api.call(method, path, {} if method != "GET" else None), f"{method} {name}", 200, 400, 404, 415)
        strict(Client().generic(method, path), f"{method} {name} without a token", 401)
    for name in ELSEWHERE:
        keys = {"account_id": house.dossier.id} if name == "webhooks:bank" else {}
        strict(Client().post(reverse(name, kwargs=keys)), name)
    strict(Client().get("/static/motcua.css"), "a static file", 200)


@pytest.mark.parametrize("area", ["/", "/can-bo/", "/api/v1/"])
def test_errors(house, area):
    stranger = Client(raise_request_exception=False)
    strict(stranger.get(f"{area}khong-co/"), "404", 404)
    strict(stranger.get(f"{area}?a=%00", headers={"host": "ke-xau.example"}), "another host", 400)
    checked = Client(enforce_csrf_checks=True)
    strict(checked.post("/tra-cuu/", {"code": "x"}), "403 of a form", 403)
    strict(checked.delete("/can-bo/dang-xuat/"), "405 or 403", 403, 405)
    long = {"code": "x" * 2_700_000, "secret": "1", "username": "x", "text": "x"}
    path = {"/": "/tra-cuu/", "/can-bo/": "/can-bo/dang-nhap/", "/api/v1/": "/oauth/token/"}[area]
    strict(stranger.post(path, long, content_type="application/x-www-form-urlencoded"), "413", 413, 400)


def test_too_much_and_too_often(house):
    strict(house.api.call("POST", "dossiers/", {"summary": "x" * 1_100_000}), "413 of the API", 413)
    stranger = Client()
    answers = [stranger.post("/tra-cuu/", {"code": "H05.1", "secret": "0000"}) for _ in range(11)]
    strict(answers[-1], "429", 429)


def test_a_fault(house):
    raw("ALTER TABLE dossiers_clockentry RENAME COLUMN due_at TO gone")
    officer = signed_in(house.world, "case_officer")
    officer.raise_request_exception = False
    strict(officer.get(f"/can-bo/ho-so/{house.dossier.id}/"), "500 of a page", 500)
    raw("ALTER TABLE dossiers_dossier RENAME COLUMN summary TO gone")
    caller = {"authorization": f"Bearer {house.api.token}"}
    strict(house.api.http.get(f"/api/v1/dossiers/{house.dossier.id}/", headers=caller), "500 of the API", 500)
