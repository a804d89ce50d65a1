"""The published schema itself."""

import pytest

from portal.api.urls import urlpatterns
from tests.api.published import operation, schema

WAYS = ("get", "post", "put")


def operations():
    return [(path, way, told) for path, ways in schema()["paths"].items() for way, told in ways.items() if way in WAYS]


@pytest.mark.django_db
def test_it_is_openapi_3_1_and_open_to_all(client):
    answer = client.get("/api/v1/schema/", headers={"accept": "application/json"})
    assert answer.status_code == 200 and answer.json()["openapi"].startswith("3.1")
    assert client.get("/api/v1/docs/").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "procedures/"), ("GET", "procedures/x/"), ("GET", "agencies/"), ("POST", "dossiers/"), ("GET", "dossiers/"),
        ("GET", "dossiers/x/"), ("POST", "dossiers/x/transitions/"), ("PUT", "dossiers/mirror/x/y/"),
        ("GET", "dossiers/x/events/"), ("GET", "dossiers/x/messages/"), ("POST", "dossiers/x/documents/"),
        ("POST", "dossiers/x/results/"), ("POST", "dossiers:batch"), ("GET", "events/"),
    ],
)  # fmt: skip
def test_every_call_of_the_contract_is_in_it(method, path):
    assert operation(method, f"/api/v1/{path}")


def test_no_address_is_left_out():
    served = {str(p.pattern) for p in urlpatterns} - {"schema/", "docs/"}
    assert len(schema()["paths"]) == len(served)


def test_every_call_says_what_it_needs_takes_gives_and_how_it_refuses():
    names = set()
    for path, way, told in operations():
        names.add(told["operationId"])
        assert told["summary"] and len(told["security"][0]["oauth2"]) == 1, path
        answers = told["responses"]
        assert {"401", "403", "406", "429"} <= set(answers), path
        assert any(status.startswith("2") for status in answers), path
        for status, answer in answers.items():
            if status[0] in "45":
                assert set(answer["content"]) == {"application/problem+json"}, (path, status)
            elif status != "304":
                assert "$ref" in answer["content"]["application/json"]["schema"], (path, status)
        if way in ("post", "put"):
            assert {"400", "413", "415"} <= set(answers) and told["requestBody"], path
        if "{dossier_id}" in path:
            assert "404" in answers, path
    assert len(names) == len(operations())


def test_the_problem_is_the_contracts():
    problem = schema()["components"]["schemas"]["Problem"]["properties"]
    assert {"type", "title", "status", "detail", "errors"} <= set(problem)
    fault = schema()["components"]["schemas"]["Fault"]["properties"]
    assert set(fault) == {"field", "code", "message"}


def test_every_filter_of_the_contract_is_described():
    names = {p["name"] for p in operation("GET", "/api/v1/dossiers/")["parameters"]}
    assert {
        "code", "status", "agency", "procedure", "assignee", "received_from", "received_to", "due_before", "overdue",
        "updated_since", "q", "cursor", "page_size",
    } <= names  # fmt: skip
    headers = {p["name"] for p in operation("POST", "/api/v1/dossiers/x/transitions/")["parameters"]}
    assert {"If-Match", "Idempotency-Key", "Accept-Language"} <= headers
