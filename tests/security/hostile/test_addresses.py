"""Addresses, queries, cursors and headers that nobody of good will writes: a clear no, and nothing changed."""

import base64
import json

import pytest

from tests.security.hostile.conftest import refused, send, stranger
from tests.support.unchanged import nothing_changes


def cursor(*values) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


ANY = "01890000-0000-7000-8000-000000000000"
FILTERS = [
    "code=%00", "q=%00", "status=%00", "status=khong-co", "status=accepted&status=x", "agency=%00", "procedure=a%00b",
    "assignee=x", "assignee=1", "overdue=maybe", "overdue=2", "page_size=0", "page_size=-1", "page_size=201",
    "page_size=1e3", "page_size=" + "9" * 5000, "page_size=%D9%A3", "page_size=", "page_size=5.0", "order=id", "id__gt=1",
    "applicant_name__startswith=a", "a%00=1", "q[]=1", "province=H19", "q=" + "x" * 9000,
    *(
        f"{name}={moment}"
        for name in ("received_from", "received_to", "due_before", "updated_since")
        for moment in (
            "0001-01-01T00:00:00", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-12:00", "1899-12-31T00:00:00Z",
            "2200-02-01T00:00:00Z", "2026-13-01T00:00:00Z", "hom-nay", "1e10", "-1", "now()",
        )
    ),
]  # fmt: skip
CURSORS = [
    "x", "%ff", "A" * 5000, cursor("n", "x"), cursor("n", ANY, "x"), cursor("n", None), cursor("n", 123456), cursor("n", 1.5),
    cursor("n", {"a": 1}), cursor("n", [ANY]), cursor("n", True), cursor("x", ANY), cursor(), cursor("n"), cursor(None, ANY),
    base64.urlsafe_b64encode(b'{"n": 1}').decode(), base64.urlsafe_b64encode(b'"n"').decode(),
    base64.urlsafe_b64encode(b"[" * 400).decode(), cursor("n", "'; DROP TABLE dossiers_dossier; --"),
]  # fmt: skip
OVER_TEXT = [
    cursor("n", "a\u0000b", ANY), cursor("n", "a\ud800b", ANY), cursor("n", None, ANY), cursor("n", "a", 1),
    cursor("n", "a", "1"), cursor("n", "a"),
]  # fmt: skip


def test_filters(house):
    with nothing_changes():
        for query in FILTERS:
            refused(house.api.get(f"dossiers/?{query}"))


def test_cursors(house):
    with nothing_changes():
        for mark in CURSORS:
            problem = refused(house.api.get(f"dossiers/?cursor={mark}"))
            assert [e["field"] for e in problem["errors"]] == ["cursor"], mark
        for mark in OVER_TEXT:
            refused(house.api.get(f"agencies/?cursor={mark}"))
        for first in (10**30, -1, 1.5, True, None, "x", str(10**30), "9" * 500, str(2**63), "1.5", "true"):
            refused(house.api.get(f"dossiers/{house.dossier.id}/events/?cursor={cursor('n', first, ANY)}"))


def test_a_cursor_of_another_list_opens_nothing(house):
    """It says where to go on reading, not what may be read."""
    page = house.api.get(f"dossiers/?cursor={cursor('n', 'ffffffff-ffff-7fff-bfff-ffffffffffff')}").json()
    assert [row["id"] for row in page["results"]] == [str(house.dossier.id)]


@pytest.mark.parametrize(
    "query",
    [
        "agencies/?province=%00", "agencies/?province=khong-co", "agencies/?province=%27%20OR%20%271%27=%271",
        "agencies/?procedure=%00", "agencies/?procedure=khong-co", "procedures/?on=%00", "procedures/?on=2026W011",
        "procedures/?on=20261125", "procedures/?on=0001-01-01", "procedures/?on=2026-02-30", "procedures/?on=" + "9" * 5000,
        "procedures/1.004594/?on=9999-12-31", "events/?after=-1", "events/?after=1e3", "events/?after=" + "9" * 19,
        "events/?after=" + "9" * 5000, "events/?after=%D9%A3", "events/?page_size=" + "9" * 5000,
    ],
    ids=lambda q: q[:40],
)  # fmt: skip
def test_other_queries(house, query):
    refused(house.api.get(query))


@pytest.mark.parametrize(
    "part", ["%00", "%ff", "%ED%A0%80", "a%0d%0aSet-Cookie:%20a=b", "x" * 5000, "..%2f..%2fetc", "%27%20OR%201=1", "%2e%2e"],
    ids=lambda p: p[:24],
)  # fmt: skip
def test_paths(house, part):
    with nothing_changes():
        refused(house.api.get(f"procedures/{part}/"), 400, 404)
        refused(house.api.get(f"dossiers/{part}/"), 400, 404)
        refused(
            send(house.api, "PUT", f"/api/v1/dossiers/mirror/{part}/G09.20-20261123-0092637/", house.mirrored), 400, 404
        )
        refused(send(house.api, "PUT", f"/api/v1/dossiers/mirror/bca/{part}/", house.mirrored), 400, 404)
        for path in (
            f"/thu-tuc/{part}/", f"/danh-gia/{part}/", f"/giao-dien/{part}.css", f"/{part}", f"/static/{part}",
            f"/can-bo/{part}/", f"/quan-tri/{part}/",
        ):  # fmt: skip
            answer = stranger().get(path)
            assert answer.status_code in (302, 400, 404), (path, answer.status_code)
            assert "Set-Cookie" not in answer.headers and "a" not in answer.cookies
            if answer.status_code == 302:
                assert answer["Location"].startswith(
                    ("/can-bo/dang-nhap/?next=%2F", "/quan-tri/login/?next=/quan-tri/")
                )


@pytest.mark.parametrize("system", ["ạ", "b a", "0900000001", "027090000001", "_", "-a", "x" * 61, "a.b"])
def test_names_of_systems(house, system):
    with nothing_changes():
        problem = refused(
            send(house.api, "PUT", f"/api/v1/dossiers/mirror/{system}/G09.20-20261123-0092637/", house.mirrored)
        )
        assert "system" in {e["field"] for e in problem["errors"]}


@pytest.mark.parametrize(
    "headers",
    [
        {"if-match": '"' + "9" * 5000 + '"'}, {"if-match": "x"}, {"if-match": '"1" "2"'},
        {"if-match": '"١"'}, {"idempotency-key": "a\x00b"}, {"idempotency-key": "a\nb"}, {"idempotency-key": "x" * 256},
    ],
    ids=str,
)  # fmt: skip
def test_headers(house, headers):
    with nothing_changes():
        refused(send(house.api, "POST", house.transitions, {"action": "accept"}, **headers))


@pytest.mark.parametrize("accept", ["text/html", "\xff", "application/xml", "image/*"])
def test_other_formats(house, accept):
    with nothing_changes():
        refused(send(house.api, "POST", house.transitions, {"action": "accept"}, accept=accept), 406)


@pytest.mark.parametrize(
    "headers",
    [{"x-correlation-id": "x" * 5000}, {"x-correlation-id": "a\r\nb: c"}, {"accept-language": "x" * 9000}, {"accept": "*/*;q=x"}],
    ids=str,
)  # fmt: skip
def test_headers_that_are_passed_over(house, headers):
    answer = house.api.get(f"dossiers/{house.dossier.id}/", **headers)
    assert answer.status_code == 200 and "b" not in answer.headers
    assert "x" * 50 not in str(answer.headers)


@pytest.mark.parametrize(
    "authorization",
    ["", " ", "Bearer", "Bearer ", "Bearer a b", "Bearer \xff", "Bearer \x00", "Bearer " + "x" * 9000, "Basic eDp5", "Token x"],
)  # fmt: skip
def test_tokens_that_are_none(house, authorization):
    refused(stranger().get("/api/v1/dossiers/", headers={"authorization": authorization}), 401)


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver:abc", "[::1", "a b", "testserver\x00", "testserver,evil.example"]
)
def test_hosts_that_are_not_ours(house, host):
    refused(stranger().get("/api/v1/procedures/", headers={"host": host}))
    for path in ("/", "/can-bo/", "/quan-tri/", "/oauth/token/"):
        answer = stranger().get(path, headers={"host": host})
        assert answer.status_code == 400 and "evil" not in answer.content.decode(), path
    # what a proxy says about the host is not believed
    answer = house.api.get("dossiers/?page_size=1", x_forwarded_host="evil.example")
    assert "evil" not in answer.content.decode()
