"""What a bank tells: signed, within five minutes, once for each reference, and never lost."""

import json
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from calendars.calendar import OutOfCalendar
from dossiers.actions.assess_charges import Case, assess_charges, fees_of
from dossiers.actions.collect_payment import collect_payment
from dossiers.actions.confirm_payment import confirm_payment
from dossiers.actions.request_payment import request_payment
from dossiers.actions.start import start
from dossiers.actions.void_payment import void_payment
from dossiers.models import BankAccount, Dossier, Payment
from dossiers.money import balance_of
from dossiers.states import Status
from dossiers.transfers import unmatched
from foundation import scoping
from foundation.errors import Conflict
from foundation.ids import uuid7
from foundation.local_time import iso_local, now
from portal.webhooks.bank import signature
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db
KEY = "khóa của ngân hàng"


def account_of(world, **changes):
    values = {"bank": "970436", "number": "0011", "holder": "Trung tâm", "secret": KEY, **changes}
    with scoping.system("test"):
        return BankAccount.objects.create(province=world.province, agency=world.centre, **values)


@pytest.fixture
def account(world):
    return account_of(world)


def waiting(world) -> tuple[Dossier, int]:
    """A dossier that waits for its fee, and how much that is."""
    row = filed(world, accept=True)
    with world.scope("case_officer"):
        actor = world.actor("case_officer")
        start(row.id, actor=actor)
        found = assess_charges(row.id, {fees_of(row)[0].id: Case()}, actor=actor)
        request_payment(row.id, actor=actor, reason="Nộp phí")
    return row, found.owed


@pytest.fixture
def dossier(world):
    return waiting(world)


def body(content: str, amount: int, reference: str = "FT26335000001", **changes) -> dict:
    return {"reference": reference, "amount": amount, "content": content, "at": iso_local(now()), **changes}


def tell(account, what, *, key=KEY, at=None, where=None):
    raw = what if isinstance(what, bytes) else json.dumps(what).encode()
    stamp = str(int(time.time()) if at is None else at)
    return Client().post(
        f"/webhooks/ngan-hang/{where or account.id}/", raw, content_type="application/json",
        headers={"X-Timestamp": stamp, "X-Signature": signature(key, stamp, raw)},
    )  # fmt: skip


def status(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["status"]


def balance(row):
    with scoping.system("test"):
        return balance_of(row.id), Dossier.objects.get(id=row.id)


@pytest.mark.parametrize("words", ["{plain}", "MBVCB.123.{code}.CT tu 0123", "nop phi {lower} cam on", "CK{plain}"])
def test_a_transfer_finds_its_dossier_however_banks_write_it(account, dossier, words):
    row, owed = dossier
    plain = "".join(c for c in row.code if c.isalnum())
    said = words.format(plain=plain, code=row.code, lower=plain.lower())
    assert status(tell(account, body(said, owed))) == (200, "recorded")
    found, now_row = balance(row)
    assert (found.paid, found.left, now_row.state) == (owed, 0, Status.PROCESSING)
    assert found.payments[0].cashier_id is None and found.payments[0].content == said


def test_told_again_it_is_one(account, dossier):
    row, owed = dossier
    tell(account, body(row.code, owed))
    with nothing_changes():
        for _n in range(3):
            assert status(tell(account, body(row.code, owed))) == (200, "known")


def test_too_little_and_too_much_are_kept_as_they_are(account, dossier):
    row, owed = dossier
    tell(account, body(row.code, owed - 5, "FT1"))
    assert balance(row)[1].state is Status.AWAITING_PAYMENT
    tell(account, body(row.code, 1_000, "FT2"))
    found, now_row = balance(row)
    assert (found.over, now_row.state) == (995, Status.PROCESSING)


@pytest.mark.parametrize("words", ["tien dien thang 11", "", "H05", "H05101012612019999", "🏦"])
def test_one_that_names_no_dossier_is_kept_for_a_person(account, dossier, words):
    assert status(tell(account, body(words, 7_000))) == (200, "unmatched")
    with scoping.system("test"):
        kept = Payment.objects.get()
    assert kept.dossier_id is None and (kept.amount, kept.content) == (7_000, words)


def test_of_two_codes_of_which_one_begins_the_other_the_longer_counts(world, account, dossier):
    row, owed = dossier
    other, _owed = waiting(world)
    with scoping.system("test"):  # as the 10,002nd of a day would be
        from dossiers.models import Charge

        plain = Charge.objects.get(dossier_id=row.id).pay_key
        Charge.objects.filter(dossier_id=other.id).update(pay_key=f"{plain}2")
    tell(account, body(f"{row.code}2", owed))
    assert (balance(row)[0].paid, balance(other)[0].paid) == (0, owed)


def test_who_is_not_the_bank_changes_nothing(world, account, dossier):
    row, owed = dossier
    good = body(row.code, owed)
    with nothing_changes():
        answers = [
            tell(account, good, key="sai"), tell(account, good, at=int(time.time()) - 302),
            tell(account, good, at=int(time.time()) + 310), tell(account, good, at="mai"), tell(account, good, at="-1"),
            tell(account, good, where=uuid7()),
            Client().post(f"/webhooks/ngan-hang/{account.id}/", good, "application/json"),
        ]  # fmt: skip
        assert {status(a) for a in answers} == {(401, "unauthorized")}
        assert Client().get(f"/webhooks/ngan-hang/{account.id}/").status_code == 405
        stamp, raw = str(int(time.time())), json.dumps(good).encode()
        changed = raw.replace(str(owed).encode(), b"1")
        answer = Client().post(
            f"/webhooks/ngan-hang/{account.id}/", changed, "application/json",
            headers={"X-Timestamp": stamp, "X-Signature": signature(KEY, stamp, raw)},
        )  # fmt: skip
        assert answer.status_code == 401
    for off in ({"secret": ""}, {"secret": KEY, "is_active": False}):
        with scoping.system("test"):
            BankAccount.objects.update(**off)
        with nothing_changes():
            assert tell(account, good, key=off["secret"]).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        b"", b"[]", b"{}", b"null", b"x" * 100, b"[" * 9000, {"amount": "1000"}, {"amount": True}, {"amount": 0},
        {"amount": -5}, {"amount": 10**13}, {"amount": 1.5}, {"reference": ""}, {"reference": 5}, {"reference": "a b"},
        {"reference": "x" * 65}, {"content": None}, {"at": "hôm nay"}, {"at": 5},
        {"at": "2026-12-01T00:00:00"}, {"at": "0001-01-01T00:00:00+00:00"},
    ],
)  # fmt: skip
def test_a_body_that_says_no_transfer_is_a_clear_error(account, dossier, wrong):
    row, owed = dossier
    what = wrong if isinstance(wrong, bytes) else {**body(row.code, owed), **wrong}
    with nothing_changes():
        assert status(tell(account, what)) == (400, "invalid")


@pytest.mark.parametrize("said", ["a\0b {code}", "\ud800 {code}"])
def test_signs_that_no_database_keeps_do_not_lose_the_money(account, dossier, said):
    row, owed = dossier
    assert status(tell(account, body(said.format(code=row.code), owed))) == (200, "recorded")
    assert balance(row)[0].paid == owed


def test_what_a_cashier_wrote_down_and_cancelled_is_there_all_the_same_once_the_bank_has_told(world, account, dossier):
    """Given a transfer written down by hand and told by its bank, when the receipt is voided, then the money waits for a
    dossier without being told again; before the bank told, nothing is left, and the bank's word is what counts."""
    row, owed = dossier

    def by_hand():
        with world.scope("cashier"):
            return collect_payment(row.id, amount=owed, method="vietqr", bank_reference=" ft 7 ", actor=actor)

    def cancelled(payment):
        with world.scope("cashier"):
            void_payment(payment.id, reason="Nhầm hồ sơ", actor=actor)

    actor = world.actor("cashier")
    cancelled(by_hand())
    assert balance(row)[0].paid == 0
    second = by_hand()
    assert status(tell(account, body(row.code, owed, "FT7"))) == (200, "known")
    cancelled(second)
    with scoping.system("test"):
        waits = unmatched(world.centre.id).get()
    assert (waits.amount, waits.content, waits.bank_reference) == (owed, row.code, "FT7")
    with nothing_changes():
        assert status(tell(account, body(row.code, owed, "FT7"))) == (200, "known")
        with world.scope("cashier"), pytest.raises(Conflict, match="recorded_already"):
            collect_payment(row.id, amount=owed, method="vietqr", bank_reference="ft7", actor=actor)


def test_money_is_kept_where_the_clock_cannot_go_on(account, dossier, monkeypatch):
    row, owed = dossier

    def off_the_calendar(*_args, **_more):
        raise OutOfCalendar("2026")

    monkeypatch.setattr("dossiers.actions.confirm_payment.tick", off_the_calendar)
    assert status(tell(account, body(row.code, owed))) == (200, "recorded")
    found, now_row = balance(row)
    assert (found.left, now_row.state) == (0, Status.AWAITING_PAYMENT)


def test_a_body_without_end_is_refused(account):
    assert status(tell(account, b" " * 20_000)) == (413, "too_large")


@pytest.mark.django_db(transaction=True)
def test_ten_messages_of_one_transfer_at_once_are_one(redis_url):
    world = worlds.build()
    account = account_of(world)
    row, owed = waiting(world)
    answers, what = [], body(row.code, owed)

    def post():
        try:
            answers.append(status(tell(account, what)))
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [(200, "known")] * 9 + [(200, "recorded")]
    assert balance(row)[0].paid == owed


def clock_of(row):
    with scoping.system("test"):
        return row.clock.order_by("at", "id").last()


@pytest.mark.parametrize("shift", ["between", "before the notice", "in the future"])
def test_the_clock_goes_on_from_when_the_bank_says_within_what_can_be_believed(account, dossier, shift):
    """Given a dossier that waits, when the bank tells late, then the time is counted from the money, never from before the
    notice nor from a time to come; what the bank said and when it was written down are both kept."""
    row, owed = dossier
    noticed = balance(row)[1].paused_since
    said = {
        "between": noticed + timedelta(milliseconds=1), "before the notice": noticed - timedelta(hours=5),
        "in the future": now() + timedelta(days=1),
    }[shift]  # fmt: skip
    before = now()
    assert status(tell(account, body(row.code, owed, at=said.isoformat()))) == (200, "recorded")
    entry, (found, now_row) = clock_of(row), balance(row)
    assert now_row.state is Status.PROCESSING and entry.kind == "resume"
    if shift == "in the future":
        assert before <= entry.at <= now()
    else:
        assert entry.at == max(said, noticed)
    assert found.payments[0].paid_at == said and found.payments[0].recorded_at >= before


def test_of_two_parts_the_one_that_came_last_counts_in_whatever_order_they_are_told(account, dossier):
    row, owed = dossier
    first, last = (balance(row)[1].paused_since + timedelta(milliseconds=n) for n in (1, 2))
    tell(account, body(row.code, owed - 5, "FT2", at=last.isoformat()))
    tell(account, body(row.code, 5, "FT1", at=first.isoformat()))
    assert clock_of(row).at == last


def test_who_confirms_after_a_fault_confirms_from_when_the_money_came(world, account, dossier, monkeypatch):
    row, owed = dossier
    came = balance(row)[1].paused_since + timedelta(milliseconds=1)
    with monkeypatch.context() as patch:
        patch.setattr(
            "dossiers.actions.confirm_payment.tick", lambda *_a, **_k: (_ for _ in ()).throw(OutOfCalendar("2026"))
        )
        tell(account, body(row.code, owed, at=came.isoformat()))
    with world.scope("cashier"):
        confirm_payment(row.id, actor=world.actor("cashier"))
    assert clock_of(row).at == came and balance(row)[1].state is Status.PROCESSING
