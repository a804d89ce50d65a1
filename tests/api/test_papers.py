"""``dossiers/{id}/documents/`` and ``dossiers/{id}/results/``: multipart, judged by content."""

import hashlib
import os
import unicodedata

import pytest
from django.core.files.storage import default_storage

from documents.kinds import MAX_BYTES
from documents.models import StoredFile
from foundation import scoping
from tests.api.conftest import act, problem
from tests.documents import samples as s
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db


def files() -> int:
    return sum(len(names) for _at, _dirs, names in os.walk(default_storage.location))


@pytest.fixture
def papers(dossier):
    return f"dossiers/{dossier['id']}/documents/"


@pytest.fixture
def results(dossier):
    return f"dossiers/{dossier['id']}/results/"


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (s.PDF, "Đơn đề nghị.pdf", "application/pdf"), (s.JPEG, "anh.JPG", "image/jpeg"), (s.png(), "anh.png", "image/png"),
        (s.HEIC, "anh.heic", "image/heic"), (s.docx(), "don.docx", None), (s.xlsx(), "bang.xlsx", None),
    ],
)  # fmt: skip
def test_a_paper(api, dossier, papers, content, name, kind):
    answer = api.upload(papers, content, name, requirement="don")
    made = answer.json()
    assert answer.status_code == 201 and made["requirement"] == "don" and made["name"]
    assert (made["file"]["name"], made["file"]["size"]) == (name, len(content))
    assert made["file"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert kind is None or made["file"]["media_type"] == kind
    assert api.get(papers).json()["results"] == [made]
    event = api.get(f"dossiers/{dossier['id']}/events/").json()["results"][-1]
    assert event["kind"] == "dossier.document_added" and event["data"]["sha256"] == made["file"]["sha256"]
    assert api.get(f"dossiers/{dossier['id']}/").json()["version"] == dossier["version"] + 1


def test_a_result_with_its_number_dates_and_file(api, dossier, results):
    told = {
        "name": "Quyết định công nhận",
        "number": "12/QĐ-SVHTTDL",
        "issued_on": "2026-11-20",
        "valid_until": "2031-11-20",
    }
    made = api.upload(results, s.PDF, "qd.pdf", **told).json()
    assert {k: made[k] for k in told} == told and made["file"]["name"] == "qd.pdf"
    bare = api.upload(results, None, number="13/QĐ")
    assert bare.status_code == 201 and bare.json()["file"] is None and bare.json()["name"]
    assert [r["number"] for r in api.get(results).json()["results"]] == ["12/QĐ-SVHTTDL", "13/QĐ"]


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (s.EXE, "don.pdf", 415), (s.HTML, "don.pdf", 415), (s.SVG, "anh.png", 415), (s.PDF, "don.exe", 415),
        (s.PDF, "anh.png", 415), (s.PDF, "don", 415), (s.JPEG + s.archive({"a": b"b"}), "anh.jpg", 415),
        (s.docx(**{"word/vbaProject.bin": b"x"}), "don.docx", 415), (s.bomb(), "don.docx", 415), (s.OLE, "don.docx", 415),
        (s.PDF[:40], "don.pdf", 415), (b"", "don.pdf", 400),
    ],
)  # fmt: skip
def test_a_disguised_file_is_refused_and_leaves_nothing(api, papers, content, name, status):
    with nothing_changes():
        told = problem(api.upload(papers, content, name), status, "file")
    assert files() == 0 and told["detail"]


def test_thirty_megabytes_are_refused_at_the_door(api, papers, results):
    with nothing_changes():
        for path in (papers, results):
            told = problem(api.upload(path, s.PDF + bytes(30_000_000), number="1"), 413, "file")
            assert "20 MB" in told["detail"]
    assert files() == 0


def test_just_over_the_limit_is_refused_and_the_limit_is_taken(api, papers):
    exactly = s.PDF + bytes(MAX_BYTES - len(s.PDF) - 6) + b"\n%%EOF"
    assert len(exactly) == MAX_BYTES and api.upload(papers, exactly).status_code == 201
    with nothing_changes():
        problem(api.upload(papers, exactly + b"\n"), 413, "file")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (unicodedata.normalize("NFD", "Đơn đề nghị.pdf"), "Đơn đề nghị.pdf"), ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\don.pdf", "don.pdf"), ("Ằ" * 120 + ".pdf", "Ằ" * 120 + ".pdf"), ("a\u202efdp.pdf", "afdp.pdf"),
    ],
)  # fmt: skip
def test_names_of_files(api, papers, name, kept):
    assert api.upload(papers, s.PDF, name).json()["file"]["name"] == kept


@pytest.mark.parametrize(
    ("which", "data", "field"),
    [
        ("papers", {"name": "x" * 401}, "name"), ("papers", {"requirement": "khong-co"}, "requirement"),
        ("papers", {"colour": "red"}, "colour"), ("results", {"name": "x" * 401}, "name"),
        ("results", {"number": "x" * 61}, "number"), ("results", {"issued_on": "hôm nay"}, "issued_on"),
        ("results", {"valid_until": "2026-02-30"}, "valid_until"),
        ("results", {"issued_on": "2026-11-20", "valid_until": "2026-11-19"}, "valid_until"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_field_and_no_file_stays(api, papers, results, which, data, field):
    with nothing_changes():
        problem(api.upload({"papers": papers, "results": results}[which], s.PDF, **data), 400, field)
    assert files() == 0


def test_a_name_of_four_hundred_characters_in_any_form_fits(api, papers):
    made = api.upload(papers, s.PDF, name=unicodedata.normalize("NFD", "Ằ" * 400))
    assert made.status_code == 201 and made.json()["name"] == "Ằ" * 400


def test_a_form_without_what_it_is_for(api, papers, results):
    with nothing_changes():
        problem(api.upload(papers), 400, "file")
        problem(api.upload(results), 400, "file")
        problem(api.post(papers, {"file": "x"}), 415)


def test_a_closed_dossier_takes_no_more(api, dossier, papers, results):
    for action, more in (("start", {}), ("complete", {"outcome": "granted"})):
        act(api, dossier, action, **more)
    assert api.upload(results, s.PDF).status_code == 201
    act(api, dossier, "return_result")
    with nothing_changes():
        problem(api.upload(papers, s.PDF), 409)
        problem(api.upload(results, s.PDF), 409)
    assert files() == 1


def test_a_result_before_acceptance_is_refused(api, body):
    waiting = api.post("dossiers/", {**body, "accept": False}).json()
    with nothing_changes():
        problem(api.upload(f"dossiers/{waiting['id']}/results/", s.PDF), 409)
    assert api.upload(f"dossiers/{waiting['id']}/documents/", s.PDF).status_code == 201


def test_the_same_key_adds_one_paper(api, papers):
    first = api.upload(papers, s.PDF, idempotency_key="k")
    again = api.upload(papers, s.PDF, idempotency_key="k")
    assert again.status_code == 201 and again.json() == first.json() and again["Idempotent-Replay"] == "true"
    problem(api.upload(papers, s.png(), "anh.png", idempotency_key="k"), 409)
    with scoping.system("test"):
        assert StoredFile.objects.count() == 1 and files() == 1
