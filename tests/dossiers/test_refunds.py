"""Money that is given back: written down with its voucher, taken off what is paid, and no clock is stopped by it."""

import threading
from itertools import count

import pytest
from django.db import IntegrityError, connection, transaction

from dossiers.actions.close_shift import close_shift
from dossiers.actions.dispute_transfer import dispute_transfer
from dossiers.actions.match_transfer import match_transfer
from dossiers.actions.move_transfer import move_transfer
from dossiers.actions.refund_payment import refund_payment
from dossiers.actions.void_payment import void_payment
from dossiers.counted import PaidOnline
from dossiers.counting import counted_of
from dossiers.models import BankAccount, Payment, Refund
from dossiers.states import Status
from dossiers.transfers import unmatched
from events.models import Event
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted
from foundation.ids import uuid7
from tests.dossiers.test_money import balance, kinds, paid, reread
from tests.dossiers.test_transfers import owing, told
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(world):
    with scoping.system("test"):
        return BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011", holder="Trung tâm"
        )


VOUCHERS = (f"PC {n}/2026" for n in count(100))


def refund(world, payment, amount, role="centre_director", voucher=None, reason="Nộp thừa"):
    voucher = voucher if voucher is not None else next(VOUCHERS)
    with world.scope(role):
        return refund_payment(payment.id, amount=amount, voucher=voucher, reason=reason, actor=world.actor(role))


def test_what_was_paid_too_much_is_given_back_and_no_longer_too_much(world, account):
    """Given a transfer of too much by which the clock went on, when the rest is refunded, then nothing is too much, the clock
    stays as it is, and the receipt is neither voided nor moved any more, nor counted differently in a shift."""
    (row, owed), (other, _owed) = owing(world, 1), owing(world, 2)
    payment = told(account, row.code, owed + 5_000)
    before = reread(row)
    assert balance(row).over == 5_000
    made = refund(world, payment, 5_000, voucher="PC 12/2026")
    found = balance(row)
    assert (found.over, found.left, found.paid) == (0, 0, owed) and found.settled
    assert (made.voucher, made.amount, made.refunded_by_id) == ("PC 12/2026", 5_000, world.people["centre_director"].id)
    after = reread(row)
    assert (after.state, after.due_at, after.paused_since) == (Status.PROCESSING, before.due_at, None)
    with scoping.system("test"):
        event = Event.objects.get(kind="dossier.payment_refunded")
        assert Payment.objects.get(id=payment.id).voided_at is None
    assert event.data["amount"] == 5_000 and event.data["payment_id"] == str(payment.id)
    assert "PC 12/2026" not in str(event.data) and kinds(row)[-1] == "payment_refunded"
    with world.scope("centre_director"), nothing_changes(), pytest.raises(Conflict, match="refunded"):
        move_transfer(payment.id, other.code, reason="x", actor=world.actor("centre_director"))


def test_what_was_refunded_in_parts_never_exceeds_what_came_in(world):
    row, owed = owing(world, 1)
    payment = paid(world, row, owed)
    refund(world, payment, 1_000)
    with nothing_changes():
        for wrong in ({"amount": owed - 999}, {"amount": 0}, {"amount": -1}, {"amount": 1, "voucher": " "}, {"amount": 1, "reason": ""}):  # fmt: skip
            with pytest.raises(InvalidInput):
                refund(world, payment, **wrong)
    refund(world, payment, owed - 1_000)
    assert balance(row).paid == 0 and balance(row).left == owed and reread(row).state is Status.PROCESSING
    with nothing_changes(), pytest.raises(Conflict, match="refunded"):
        refund(world, payment, 1)
    with scoping.system("test"), pytest.raises(IntegrityError, match="payment_refunded"), transaction.atomic():
        Payment.objects.filter(id=payment.id).update(refunded=owed + 1)


def test_a_refunded_receipt_is_not_voided_and_its_shift_counts_what_was_taken(world):
    row, _owed = owing(world, 1)
    payment = paid(world, row, 9_000)
    refund(world, payment, 4_000)
    with world.scope("cashier"):
        actor = world.actor("cashier")
        with nothing_changes(), pytest.raises(Conflict, match="refunded"):
            void_payment(payment.id, reason="Nhầm", actor=actor)
        assert close_shift(world.centre.id, counts={"cash": 9_000}, reason="", actor=actor).difference == 0


def test_a_stranger_s_transfer_that_was_refunded_no_longer_waits(world, account):
    row, owed = owing(world, 1)
    stray = told(account, "không rõ", owed)
    refund(world, stray, 1_000, reason="Trừ phí ngân hàng")
    with scoping.system("test"):
        assert list(unmatched(world.centre.id)) == [stray]
    refund(world, stray, owed - 1_000)
    with scoping.system("test"):
        assert not unmatched(world.centre.id).exists()
        assert [e.kind for e in Event.objects.filter(subject_id=stray.id)] == ["transfer.refunded"] * 2
    with world.scope("cashier"), nothing_changes(), pytest.raises(Conflict, match="refunded"):
        match_transfer(stray.id, row.code, actor=world.actor("cashier"))


def test_a_transfer_refunded_in_part_and_matched_later_pays_the_rest(world, account):
    row, owed = owing(world, 1)
    stray = told(account, "không rõ", owed + 500)
    refund(world, stray, 501)
    with world.scope("cashier"):
        match_transfer(stray.id, row.code, actor=world.actor("cashier"))
    assert (balance(row).left, reread(row).state) == (1, Status.AWAITING_PAYMENT)


def test_what_is_void_or_looked_into_is_not_refunded(world, account):
    row, _owed = owing(world, 1)
    voided, doubted = paid(world, row, 5), told(account, "không rõ", 7)
    with world.scope("cashier"):
        void_payment(voided.id, reason="Nhầm", actor=world.actor("cashier"))
        dispute_transfer(doubted.id, reason="Đòi lại", actor=world.actor("cashier"))
    with nothing_changes():
        with pytest.raises(Conflict, match="voided_already"):
            refund(world, voided, 1)
        with pytest.raises(Conflict, match="disputed"):
            refund(world, doubted, 1)
        with pytest.raises(NotFound), world.scope("centre_director"):
            refund_payment(uuid7(), amount=1, voucher="1", reason="x", actor=world.actor("centre_director"))


def test_what_was_refunded_whole_is_not_counted_as_paid_online(world):
    row, owed = owing(world, 1)
    payment = paid(world, row, owed, method="vietqr", bank_reference="FT1")
    with scoping.system("test"):
        assert counted_of(row).paid_online is PaidOnline.PROVINCE
    refund(world, payment, owed)
    with scoping.system("test"):
        assert counted_of(row).paid_online is PaidOnline.NO


@pytest.mark.parametrize("role", ["cashier", "receptionist", "case_officer", "signer", "admin", "controller"])
def test_who_took_the_money_does_not_give_it_back(world, account, role):
    row, _owed = owing(world, 1)
    for payment in (paid(world, row, 5_000), told(account, "không rõ", 7_000)):
        with nothing_changes(), pytest.raises((NotPermitted, NotFound)):
            refund(world, payment, 1, role)


@pytest.mark.django_db(transaction=True)
def test_two_refunds_at_once_give_back_no_more_than_came_in():
    world = worlds.build()
    row, owed = owing(world, 1)
    payment = paid(world, row, owed)
    refused, broken = [], []

    def give():
        try:
            refund(world, payment, owed)
        except Conflict as error:
            refused.append(str(error))
        except Exception as error:  # noqa: BLE001
            broken.append(error)
        finally:
            connection.close()

    both = [threading.Thread(target=give) for _n in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert not broken and refused == ["refunded"] and balance(row).paid == 0
    with scoping.system("test"):
        assert Refund.objects.count() == 1


def test_pressed_twice_it_is_given_back_once(world, account):
    """Given a part of a payment that was refunded, when the same voucher is sent again, then nothing more is; another voucher is
    another refund."""
    row, owed = owing(world, 1)
    payment = told(account, row.code, owed)
    refund(world, payment, 5_000, voucher="PC 12/2026")
    with nothing_changes(), pytest.raises(Conflict, match="refunded_already"):
        refund(world, payment, 5_000, voucher=" PC  12/2026 ")
    refund(world, payment, 5_000, voucher="PC 13/2026")
    assert balance(row).paid == owed - 10_000
