"""«Tài khoản thu phí»: changed with a look before, kept with its days, and what comes into a former one is received."""

from datetime import timedelta

import pytest

from dossiers.actions.change_account import NewAccount, change_account
from dossiers.models import BankAccount
from dossiers.money import bill_of
from dossiers.states import Status
from events.models import Event
from foundation import scoping
from foundation.errors import NotFound
from foundation.ids import uuid7
from foundation.local_time import today_local
from tests.dossiers.test_money import reread
from tests.dossiers.test_transfers import owing
from tests.office.test_bank_webhook import account_of, body, status, tell
from tests.support import world as worlds
from tests.support.administration import text
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/tai-khoan-thu/"


def asked(world, **changes):
    return {
        "noi": str(world.centre.id), "bank": "970415", "number": "0099", "holder": "Trung tâm",
        "valid_from": today_local().isoformat(), **changes,
    }  # fmt: skip


def accounts():
    with scoping.system("test"):
        return [(a.number, a.valid_from, a.valid_to) for a in BankAccount.objects.order_by("valid_from")]


def bill(row):
    with scoping.system("test"):
        return bill_of(row.id)


def test_changed_after_a_look_and_the_former_one_still_receives(world, signed_in):
    """Given an account in use, when another is entered, then it is shown first; confirmed, bills of today show the new one and
    a transfer into the former one is matched all the same."""
    yesterday = today_local() - timedelta(days=1)
    old = account_of(world, valid_from=yesterday)
    row, owed = owing(world, 1)
    client = signed_in("centre_director")
    assert bill(row).number == "0011"
    with nothing_changes():
        looked = client.post(PAGE, {"action": "look", **asked(world)})
    page = text(looked)
    assert looked.status_code == 200 and "Xác nhận đổi tài khoản" in page and "0011" in page and "0099" in page
    assert client.post(PAGE, {"action": "confirm", "secret": "k" * 16, **asked(world)}).status_code == 302
    assert accounts() == [("0011", yesterday, yesterday), ("0099", today_local(), None)]
    assert bill(row).number == "0099"
    page = text(client.get(PAGE))
    assert "đang dùng" in page and "đến hết" in page
    with scoping.system("test"):
        event = Event.objects.get(kind="bank_account.changed")
        new = BankAccount.objects.get(number="0099")
    assert event.actor_user_id == world.people["centre_director"].id and event.data["agency_id"] == str(world.centre.id)
    assert new.secret == "k" * 16
    assert status(tell(old, body(row.code, owed))) == (200, "recorded")
    assert reread(row).state is Status.PROCESSING


def test_one_that_begins_later_is_not_yet_on_bills(world, signed_in):
    account_of(world, valid_from=today_local() - timedelta(days=9))
    row, _owed = owing(world, 1)
    client = signed_in("admin")
    later = today_local() + timedelta(days=3)
    assert client.post(PAGE, {"action": "confirm", **asked(world, valid_from=later.isoformat())}).status_code == 302
    assert bill(row).number == "0011" and "sắp dùng" in text(client.get(PAGE))
    with nothing_changes():  # nothing is put between or before
        assert client.post(PAGE, {"action": "confirm", **asked(world)}).status_code == 400


def test_the_first_account_of_a_unit(world, signed_in):
    assert signed_in("centre_director").post(PAGE, {"action": "confirm", **asked(world)}).status_code == 302
    assert accounts() == [("0099", today_local(), None)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"bank": "97041"}, {"bank": "97041x"}, {"number": ""}, {"number": "00 99"}, {"number": "9" * 20}, {"holder": " "},
        {"valid_from": "2026-01-01"}, {"valid_from": "x"}, {"noi": "x"}, {"secret": "ngắn"}, {"bank": "９７０４１５"},
    ],
)  # fmt: skip
def test_what_is_no_account_is_told(world, signed_in, wrong):
    client = signed_in("centre_director")
    with nothing_changes():
        answer = client.post(PAGE, {"action": "confirm", **asked(world, **wrong)})
    assert answer.status_code == 400 and "Cần sửa" in text(answer)


@pytest.mark.parametrize("role", ["cashier", "receptionist", "controller", "case_officer"])
def test_nobody_else_changes_them(world, signed_in, role):
    client = signed_in(role)
    with nothing_changes():
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, {"action": "confirm", **asked(world)}).status_code == 403


def test_a_unit_of_another_province_is_not_to_be_had(world, signed_in):
    """Given two provinces, neither the page nor the act itself gives one the accounts of the other."""
    there = worlds.build("H19", "Đồng Nai", catalogue=False)
    assert there.centre.province_id != world.province.id
    client = signed_in("admin")
    with nothing_changes():
        answer = client.post(PAGE, {"action": "confirm", **asked(world, noi=str(there.centre.id))})
    assert answer.status_code == 400 and str(there.centre.id) not in client.get(PAGE).content.decode()
    new = NewAccount("970415", "0099", "Trung tâm", today_local())
    for scope in (world.scope("admin"), scoping.system("test")):  # also where the rows of others can be seen
        with scope, nothing_changes(), pytest.raises(NotFound):
            change_account(there.centre.id, new, actor=world.actor("admin"))
    with world.scope("admin"), nothing_changes(), pytest.raises(NotFound):
        change_account(uuid7(), new, actor=world.actor("admin"))
