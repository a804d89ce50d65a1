"""``dossiers/{id}/counted/``: what was told at filing is what the national index counts."""

import pytest

from dossiers.actions.collect_payment import take
from dossiers.actions.dispute_transfer import dispute_transfer
from dossiers.actions.receive_transfer import BANK
from dossiers.models import BankAccount, Dossier
from foundation import scoping
from foundation.local_time import now
from tests.api.conftest import ApiClient, problem
from tests.documents import samples
from tests.dossiers.test_money import paid
from tests.dossiers.test_transfers import owing, told
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(world, redis_url):
    return ApiClient(worlds.client_of(world, "dossiers:read"))


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


def paid_online(world, system, row):
    return system.get(f"/api/v1/dossiers/{row.id}/counted/").json()["paid_online"]


def test_what_is_settled_without_a_counter_counts_and_nothing_else_does(world, system):
    """Given a fee, a single đồng by transfer, cash for the rest, and the National Portal said by a receptionist are no payment
    online; a transfer of all is, until the payer's bank asks for it back."""
    (small, owed), (said, _owed), (whole, _same) = (owing(world, n) for n in (1, 2, 3))
    with scoping.system("test"):
        account = BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011", holder="Trung tâm"
        )
    told(account, small.code, 1, "FT1")
    paid(world, small, owed - 1)
    with scoping.system("test"):  # as was written before a reference was asked for
        take(Dossier.objects.get(id=said.id), amount=owed, method="national_portal", actor=BANK, at=now())
    payment = told(account, whole.code, owed, "FT2")
    assert [paid_online(world, system, row) for row in (small, said, whole)] == [0, 0, 2]
    with world.scope("cashier"):
        dispute_transfer(payment.id, reason="Ngân hàng đòi lại", actor=world.actor("cashier"))
    assert paid_online(world, system, whole) == 0


def test_the_national_portal_with_its_reference_counts_before_a_transfer(world, system):
    row, owed = owing(world, 1)
    with scoping.system("test"):
        here = Dossier.objects.get(id=row.id)
        take(here, amount=owed, method="national_portal", actor=BANK, at=now(), bank_reference="DVC1")
    assert paid_online(world, system, row) == 1
