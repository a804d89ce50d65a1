"""``GET dossiers/{id}/charges/``: what is owed, with how it was computed, what was paid, and how to pay the rest."""

import pytest

from dossiers.actions.dispute_transfer import dispute_transfer
from dossiers.actions.void_payment import void_payment
from dossiers.charging import Waiver
from dossiers.models import BankAccount
from dossiers.vietqr import checksum
from foundation import scoping
from foundation.ids import uuid7
from tests.api.conftest import ApiClient
from tests.dossiers.test_money import assessed, paid
from tests.dossiers.test_transfers import owing, told
from tests.support import world as worlds
from tests.support.world import filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(world):
    with scoping.system("test"):
        return BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011", holder="Trung tâm"
        )


@pytest.fixture
def system(world, redis_url):
    return ApiClient(worlds.client_of(world, "dossiers:read"))


def asked(system, dossier_id):
    answer = system.get(f"/api/v1/dossiers/{dossier_id}/charges/")
    return answer.status_code, answer.json()


def test_what_is_owed_paid_and_left(world, account, system):
    """Given a fee of which half is waived and a part was paid, the answer says how it came about and how the rest is paid."""
    row, full = owing(world, 1)
    assessed(world, row, "unit_head", waiver=Waiver(50, "Nộp trực tuyến", "Nghị quyết thử"))
    cash = paid(world, row, 1_000)
    told(account, row.code, 5_000, "FT1")
    status, found = asked(system, row.id)
    assert status == 200
    due = full // 2
    assert (found["owed"], found["paid"], found["left"], found["settled"]) == (due, 6_000, due - 6_000, False)
    (charge,) = found["charges"]
    assert (charge["full"], charge["due"], charge["state"]) == (full, due, "owed")
    assert charge["explanation"]["each"] == full
    assert charge["explanation"]["waived"] == {
        "code": "", "percent": 50, "rule": "Nộp trực tuyến", "citation": "Nghị quyết thử", "amount": full - due,
        "stated": False, "unverified": False,
    }  # fmt: skip
    assert [(p["number"], p["method"], p["state"], p["bank_reference"]) for p in found["payments"]] == [
        (cash.receipt, "cash", "valid", None), (f"{cash.year}/0000002", "vietqr", "valid", "FT1"),
    ]  # fmt: skip
    transfer = found["transfer"]
    assert transfer["amount"] == due - 6_000 and transfer["message"] == "".join(c for c in row.code if c.isalnum())
    assert transfer["qr"].endswith(checksum(transfer["qr"][:-4]))


def test_what_became_of_payments(world, account, system):
    row, owed = owing(world, 1)
    first, second = paid(world, row, 1_000), told(account, row.code, owed)
    with world.scope("cashier"):
        void_payment(first.id, reason="Nhầm", actor=world.actor("cashier"))
        dispute_transfer(second.id, reason="Đòi lại", actor=world.actor("cashier"))
    _status, found = asked(system, row.id)
    assert [p["state"] for p in found["payments"]] == ["voided", "disputed"]
    assert found["settled"] and found["transfer"] is None


def test_nothing_determined_nothing_owed(world, system):
    row = filed(world, accept=True)
    assert asked(system, row.id) == (200, {
        "owed": 0, "paid": 0, "left": 0, "over": 0, "settled": False, "charges": [], "payments": [], "transfer": None,
    })  # fmt: skip


def test_no_dossier_of_others(world, system, redis_url):
    row, _owed = owing(world, 1)
    assert asked(system, uuid7())[0] == 404
    ward = ApiClient(worlds.client_of(world, "dossiers:read", agencies=("ward",)))
    assert asked(ward, row.id)[0] == 404
    assert asked(ApiClient(worlds.client_of(world, "events:read")), row.id)[0] == 403
