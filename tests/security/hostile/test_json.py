"""Bodies that no honest system sends: each a clear 400 (413), with or without an idempotency key, and nothing changed."""

import json

import pytest

from tests.security.hostile.conftest import refused, send
from tests.support.unchanged import nothing_changes

BODIES = {
    "nothing": b"", "null": b"null", "a list": b"[]", "a string": b'"x"', "a number": b"1", "half": b'{"procedure": "1',
    "not a number": b'{"summary": NaN}', "no UTF-8": b'{"summary": "\xff\xfe"}', "a byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": '{"summary": "x"}'.encode("utf-16"), "a number of 6,000 digits": b'{"procedure": ' + b"9" * 6000 + b"}",
    "100,000 brackets": b"[" * 100_000, "50,000 objects": b'{"a":' * 50_000,
    "closed brackets": b'{"co_applicants": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "30 levels": b'{"documents": ' + b"[" * 30 + b"]" * 30 + b"}",
    "half a pair as a name": b'{"\\ud800": 1}', "NUL as a name": b'{"a\\u0000": 1}', "an unknown name": b'{"id": 1}',
}  # fmt: skip


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_bodies(house, body):
    with nothing_changes():
        for method, path in (("POST", "/api/v1/dossiers/"), ("POST", house.transitions), ("PUT", house.mirror)):
            refused(send(house.api, method, path, body))
            refused(send(house.api, method, path, body, idempotency_key="mot-lan"))


def test_a_body_that_is_too_large(house):
    with nothing_changes():
        body = b'{"summary": "' + b"x" * 3_000_000 + b'"}'
        refused(send(house.api, "POST", "/api/v1/dossiers/", body), 413)


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=",
        "application/x-www-form-urlencoded; charset=base64", "application/xml",
    ],
)  # fmt: skip
def test_bodies_of_another_kind(house, kind):
    with nothing_changes():
        refused(send(house.api, "POST", "/api/v1/dossiers/", b'{"a": 1}', content_type=kind), 415)
        refused(
            send(house.api, "POST", f"/api/v1/dossiers/{house.dossier.id}/documents/", b"a=1", content_type=kind),
            400, 415,
        )  # fmt: skip


# Values that no member of a body takes, and those that some text members take (numbers are written down as they are)
ALWAYS_WRONG = {
    "NUL": "a\u0000b", "half a pair": "a\ud800b", "100,000 letters": "x" * 100_000, "a list": [], "an object": {"a": "b"},
    "null": None, "true": True,
}  # fmt: skip
OPTIONAL = {"receiving_agency", "term_variant", "commune"}
MEMBERS = [
    "procedure", "agency", "channel", "summary", "receiving_agency", "term_variant", "commune", "applicant.kind",
    "applicant.full_name", "applicant.identity_kind", "applicant.identity_number", "applicant.phone", "applicant.email",
    "applicant.address",
]  # fmt: skip


def with_member(body: dict, member: str, value) -> dict:
    made = json.loads(json.dumps(body))
    *way, last = member.split(".")
    inner = made
    for name in way:
        inner = inner[name]
    inner[last] = value
    return made


@pytest.mark.parametrize("member", MEMBERS)
def test_members_of_a_new_dossier(house, member):
    with nothing_changes():
        for what, value in ALWAYS_WRONG.items():
            body = with_member(house.create, member, value)
            problem = refused(send(house.api, "POST", "/api/v1/dossiers/", body))
            assert member in {e["field"] for e in problem["errors"]}, (what, problem)
            assert refused(send(house.api, "POST", "/api/v1/dossiers/", body, idempotency_key=what))


@pytest.mark.parametrize("member", ["procedure", "agency", *sorted(OPTIONAL)])
def test_a_code_that_nobody_carries_is_named(house, member):
    with nothing_changes():
        for value in ("khong-co", "\u202e1", "' OR 1=1 --", "%", "_" * 5):
            body = with_member(house.create, member, value)
            problem = refused(send(house.api, "POST", "/api/v1/dossiers/", body))
            assert member in {e["field"] for e in problem["errors"]}, problem


MOMENTS = [
    "0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1899-12-31T00:00:00+07:00",
    "2200-01-02T00:00:00+07:00", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-25T25:00:00Z",
    "2026-11-25T10:00:00+99:99", "hôm nay", "", 10**30, -1, [], True,
]  # fmt: skip


@pytest.mark.parametrize("member", ["received_at", "due_at", "completed_at"])
def test_moments_that_no_clock_shows(house, member):
    with nothing_changes():
        for value in MOMENTS:
            problem = refused(send(house.api, "PUT", house.mirror, {**house.mirrored, member: value}))
            assert [e["field"] for e in problem["errors"]] == [member], value


@pytest.mark.parametrize(
    ("member", "values"),
    [
        ("source_version", [-1, 2**63, 10**30, 1.5, "x", "", None, True, [], "9" * 5000]),
        ("status", ["draft", "", "returned\u0000", "a\ud800", None, 1, [], {}]),
        ("outcome", ["yes", "a\ud800", 1, [], {}]),
        ("notify", ["x", [], 1, {"zalo": "perhaps"}, {"whom": "everybody"}, {"sms": True}]),
        ("applicant", [None, [], "x", {}, {"kind": "citizen"}]),
    ],
)  # fmt: skip
def test_members_of_a_mirrored_dossier(house, member, values):
    with nothing_changes():
        for value in values:
            problem = refused(send(house.api, "PUT", house.mirror, {**house.mirrored, member: value}))
            assert {e["field"].split(".")[0] for e in problem["errors"]} == {member}, value


@pytest.mark.parametrize(
    ("member", "values"),
    [
        ("action", ["", "drop", "ACCEPT", "a\ud800", "a\u0000", None, 1, [], {}]),
        ("reason", ["x" * 2001, "a\ud800", "a\u0000", None, [], {}]),
        ("note", ["x" * 2001, "a\ud800", "a\u0000", None, [], {}]),
        ("due_at", MOMENTS),
        ("override", ["perhaps", None, [], {}, 7]),
        ("outcome", ["x" * 11, "a\ud800", "a\u0000", None, []]),
    ],
)  # fmt: skip
def test_members_of_an_act(house, member, values):
    with nothing_changes():
        for value in values:
            body = {"action": "refuse", "reason": "Không thuộc thẩm quyền", member: value}
            problem = refused(send(house.api, "POST", house.transitions, body))
            assert {e["field"] for e in problem["errors"]} == {member}, value
