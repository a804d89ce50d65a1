"""Joint filings through the API: all children or none, once, and how the whole stands."""

import pytest

from tests.support import world as worlds
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(world, body):
    child = {k: v for k, v in body.items() if k != "accept"}
    other = {**child, "procedure": worlds.PERMIT, "agency": world.agencies["ward"].code}
    return {"kind": "ho_kinh_doanh_giay_phep_con", "children": [child, other], "accept": True}


def test_filed_once_and_read(api, asked):
    made = api.post("joint-filings/", asked, idempotency_key="k1")
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["status"], told["national_status"], len(told["children"])) == ("accepted", 2, 2)
    again = api.post("joint-filings/", asked, idempotency_key="k1")
    assert again.json()["id"] == told["id"]
    assert api.get(f"joint-filings/{told['id']}/").json() == told


def test_a_fault_of_one_child_refuses_all(api, asked):
    asked["children"][1]["agency"] = "H05.999"
    with nothing_changes("accounts_idempotentcall"):
        answer = api.post("joint-filings/", asked)
    assert answer.status_code == 400
    assert [e["field"] for e in answer.json()["errors"]] == ["children.1.agency"]


def test_another_province_reads_none(api, asked):
    from tests.api.conftest import ApiClient

    made = api.post("joint-filings/", asked).json()
    there = ApiClient(worlds.client_of(worlds.build("H19", "Đồng Nai", catalogue=False)))
    assert there.get(f"joint-filings/{made['id']}/").status_code == 404
