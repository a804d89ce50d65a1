"""``dossiers/{id}/counted/``: what was told at filing is what the national index counts."""

import pytest

from tests.api.conftest import problem
from tests.documents import samples
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db
PERSON = {
    "kind": "citizen", "full_name": "Nguyễn Thị Thử", "identity_kind": "cccd", "identity_number": "027090000001",
    "identity_confirmed": "vneid",
}  # fmt: skip


def filing(world, **changes):
    return {
        "procedure": worlds.HOTEL, "agency": world.department.code, "channel": "national_portal", "applicant": PERSON,
        "documents": [
            {"requirement": "don"}, {"name": "Bản sao giấy phép", "from_store": True, "store_code": "KQ.77"},
        ], **changes,
    }  # fmt: skip


def test_what_was_told_at_filing_is_counted(api, world):
    made = api.post("dossiers/", filing(world)).json()
    at = f"dossiers/{made['id']}/"
    assert api.get(f"{at}counted/").json() == {
        "digitised": True, "identity_confirmed_by_vneid": True, "population_database_used": True, "paid_online": 0,
        "papers": 2, "papers_digitised": 1, "papers_reused": 0, "papers_from_store": 1,
    }  # fmt: skip
    form, licence = api.get(f"{at}documents/").json()["results"]
    assert (form["digitised"], form["from_store"], form["replaced_by"]) == (False, False, None)
    assert (licence["digitised"], licence["from_store"], licence["replaced_by"]) == (True, True, "KQ.77")
    scanned = api.upload(f"{at}documents/", samples.PDF, "don.pdf", requirement="don").json()
    assert scanned["digitised"] and not scanned["reused"]
    counted = api.get(f"{at}counted/").json()
    assert (counted["papers"], counted["papers_digitised"]) == (2, 2)  # the form is one paper, named and then scanned
    told = api.upload(f"{at}documents/", requirement="don", store_code="KQ.78").json()
    assert told["from_store"] and told["replaced_by"] == "KQ.78" and told["file"] is None
    with nothing_changes():
        problem(
            api.upload(f"{at}documents/", samples.PDF, "don.pdf", requirement="don", store_code="KQ.79"),
            400,
            "store_code",
        )
        assert api.upload(f"{at}documents/", requirement="don", store_code="KQ.78").status_code == 409


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"applicant": {**PERSON, "identity_confirmed": "quen mặt"}}, "applicant.identity_confirmed"),
        ({"applicant": {**PERSON, "identity_number": ""}}, "applicant.identity_number"),
        ({"documents": [{"name": "Đơn", "store_code": "KQ.77"}]}, "documents.0.store_code"),
        ({"documents": [{"name": "Đơn", "from_store": True, "store_code": "x" * 61}]}, "documents.0.store_code"),
        ({"documents": [{"name": "Đơn", "from_store": True}]}, "documents.0.store_code"),
        ({"documents": [{"name": "Đơn", "from_store": True, "store_code": "KQ"}] * 2}, "documents.1.store_code"),
        ({"documents": [{"name": "Đơn", "from_store": "có"}]}, "documents.0.from_store"),
    ],
)
def test_what_does_not_fit_is_told_by_field(api, world, changes, field):
    with nothing_changes():
        answer = api.post("dossiers/", filing(world, **changes))
    problem(answer, 400, field)
