"""«Tài khoản thu phí»: changed with a look before, kept with its days, and what comes into a former one is received."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection

from dossiers.actions.change_account import NewAccount, change_account
from dossiers.models import BankAccount
from dossiers.money import bill_of
from dossiers.states import Status
from events.models import Event
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotFound
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
        rows = BankAccount.objects.filter(replaced_at=None).order_by("valid_from")
        return [(a.number, a.valid_from, a.valid_to) for a in rows]


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


def hidden(answer):
    return dict(re.findall(r'<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"', answer.content.decode()))


def test_a_number_mistyped_today_is_put_right_the_same_day(world, signed_in):
    """Given an account and another that was mistyped today, when the right one is entered for today, then the look says that the
    wrong one is replaced; confirmed, bills show the right one, the wrong one is kept as replaced, and the first ends yesterday."""
    yesterday = today_local() - timedelta(days=1)
    account_of(world, valid_from=yesterday)
    row, _owed = owing(world, 1)
    client = signed_in("centre_director")
    client.post(PAGE, {"action": "confirm", **asked(world, number="9900")})
    with nothing_changes():
        assert client.post(PAGE, {"action": "confirm", **asked(world)}).status_code == 400
        looked = client.post(PAGE, {"action": "look", **asked(world)})
    assert "Thay ngay" in text(looked) and "9900" in text(looked)
    assert client.post(PAGE, {"action": "confirm", **hidden(looked)}).status_code == 302
    assert accounts() == [("0011", yesterday, yesterday), ("0099", today_local(), None)]
    assert bill(row).number == "0099" and "nhập sai, đã thay" in text(client.get(PAGE))
    with scoping.system("test"):
        wrong = BankAccount.objects.get(number="9900")
        event = Event.objects.get(kind="bank_account.replaced")
    assert wrong.replaced_at is not None and event.subject_id == wrong.id
    assert event.actor_user_id == world.people["centre_director"].id


def test_one_planned_for_later_gives_way_and_the_former_one_ends_accordingly(world, signed_in):
    first, later = today_local() - timedelta(days=9), today_local() + timedelta(days=5)
    account_of(world, valid_from=first)
    client = signed_in("admin")
    client.post(PAGE, {"action": "confirm", **asked(world, number="9900", valid_from=later.isoformat())})
    sooner = today_local() + timedelta(days=2)
    looked = client.post(PAGE, {"action": "look", **asked(world, valid_from=sooner.isoformat())})
    assert client.post(PAGE, {"action": "confirm", **hidden(looked)}).status_code == 302
    assert accounts() == [("0011", first, sooner - timedelta(days=1)), ("0099", sooner, None)]


def test_one_that_took_money_is_not_replaced(world, signed_in):
    account = account_of(world)
    with scoping.system("test"):
        BankAccount.objects.filter(id=account.id).update(valid_from=today_local())
    row, owed = owing(world, 1)
    assert status(tell(account, body(row.code, owed))) == (200, "recorded")
    client = signed_in("centre_director")
    with nothing_changes():
        looked = client.post(PAGE, {"action": "look", **asked(world)})
        confirmed = client.post(PAGE, {"action": "confirm", "replacing": "1", **asked(world)})
    assert looked.status_code == 400 and "đã có tiền chuyển vào" in text(looked)
    assert confirmed.status_code == 400
    with world.scope("centre_director"), nothing_changes(), pytest.raises(Conflict, match="account_in_use"):
        new = NewAccount("970415", "0099", "Trung tâm", today_local())
        change_account(world.centre.id, new, actor=world.actor("centre_director"), replacing=True)


def test_what_somebody_else_changed_since_the_look_is_told(world, signed_in):
    account_of(world, valid_from=today_local() - timedelta(days=9))
    client = signed_in("centre_director")
    looked = client.post(PAGE, {"action": "look", **asked(world)})
    signed_in("admin").post(PAGE, {"action": "confirm", **asked(world, number="9900")})
    with nothing_changes():
        answer = client.post(PAGE, {"action": "confirm", **hidden(looked)})
    assert answer.status_code == 409 and "vừa được người khác đổi" in text(answer)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("there", [True, False])
def test_two_at_once_give_one_account_and_a_conflict(there):
    """Given a unit with an account, or none, when two enter one at the same time, then one stands and the other is told."""
    world = worlds.build()
    if there:
        account_of(world, valid_from=today_local() - timedelta(days=9))
    refused, broken = [], []
    ready = threading.Barrier(2)

    def enter(number):
        try:
            new = NewAccount("970415", number, "Trung tâm", today_local())
            with world.scope("centre_director"):
                actor = world.actor("centre_director")
                ready.wait(10)
                change_account(world.centre.id, new, actor=actor)
        except (Conflict, InvalidInput) as error:
            refused.append(error)
        except Exception as error:  # noqa: BLE001
            broken.append(error)
        finally:
            connection.close()

    both = [threading.Thread(target=enter, args=[str(n)]) for n in (1, 2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert not broken and len(refused) == 1
    with scoping.system("test"):
        assert BankAccount.objects.filter(valid_to=None).count() == 1


def test_an_account_that_is_not_active_is_on_no_bill_and_said_so(world, signed_in):
    """Given an account that the administrator switched off, then bills name none, and the pages say «ngừng dùng»."""
    account = account_of(world)
    row, _owed = owing(world, 1)
    with scoping.system("test"):
        BankAccount.objects.filter(id=account.id).update(is_active=False)
    assert bill(row).number == "" and "ngừng dùng" in text(signed_in("admin").get(PAGE))
    assert "giấy báo" in str(BankAccount._meta.get_field("is_active").verbose_name)
