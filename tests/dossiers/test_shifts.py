"""A cashier's shift: every way to pay belongs to it, and who oversees the counter closes it for one who cannot."""

from datetime import timedelta

import pytest

from accounts.models import Position
from dossiers.actions.close_shift import close_shift
from dossiers.actions.move_transfer import move_transfer
from dossiers.actions.void_payment import void_payment
from dossiers.models import BankAccount, Payment, ShiftClose
from dossiers.shifts import open_shifts, overseen, taken_since
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotPermitted
from foundation.local_time import today_local
from tests.dossiers.test_money import assessed, balance, paid
from tests.dossiers.test_transfers import owing, told
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db
DONE = {"cash": 500_000, "card": 300_000, "vietqr": 20_000, "national_portal": 10_000}


@pytest.fixture
def dossier(world):
    row = filed(world, accept=True)
    assessed(world, row)
    return row


@pytest.fixture
def account(world):
    with scoping.system("test"):
        return BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011", holder="Trung tâm"
        )


def close(world, counts=DONE, reason="", role="cashier", cashier=None):
    with world.scope(role):
        whose = world.people[cashier].id if cashier else None
        return close_shift(world.centre.id, counts=counts, reason=reason, actor=world.actor(role), cashier_id=whose)


def taken(world, dossier):
    """Money in each of the four ways, written down by the cashier."""
    return {
        method: paid(world, dossier, amount, method=method, bank_reference=f"FT{method}")
        for method, amount in DONE.items()
    }


def left_the_post(world, role):
    with scoping.system("test"):
        Position.objects.filter(user=world.people[role]).update(valid_to=today_local() - timedelta(days=1))


def test_what_was_paid_by_card_transfer_and_portal_is_counted_and_closed_too(world, dossier, account):
    """Given money in each way and a transfer that the bank told of, when the shift is closed, then each way stands with what the
    receipts say and what was found, the bank's transfer is nobody's, and none of the receipts can be voided any more."""
    payments = taken(world, dossier)
    of_bank = told(account, dossier.code, 7_000, "FTBANK")
    made = close(world, {**DONE, "card": 290_000}, "Một lần quẹt bị hủy ở máy")
    assert [(c.method, c.receipts, c.recorded, c.counted, c.difference) for c in made.counts] == [
        ("cash", 1, 500_000, 500_000, 0), ("vietqr", 1, 20_000, 20_000, 0), ("card", 1, 300_000, 290_000, -10_000),
        ("national_portal", 1, 10_000, 10_000, 0),
    ]  # fmt: skip
    assert (made.receipts, made.difference, made.closed_by_id) == (4, -10_000, None)
    with scoping.system("test"):
        assert Payment.objects.get(id=of_bank.id).shift_id is None
    with world.scope("cashier"), nothing_changes():
        for payment in payments.values():
            with pytest.raises(Conflict, match="shift_closed"):
                void_payment(payment.id, reason="Nhầm", actor=world.actor("cashier"))


def test_every_way_that_occurs_is_asked_for_and_every_difference_needs_a_reason(world, dossier):
    taken(world, dossier)
    with nothing_changes():
        for counts, field in (
            ({"cash": 500_000}, "counted-vietqr"), ({**DONE, "card": -1}, "counted-card"),
            ({k: v for k, v in DONE.items() if k != "cash"}, "counted"), ({**DONE, "cash": 1}, "reason"),
            ({**DONE, "cash": 500_010, "card": 299_990}, "reason"), ({**DONE, "vietqr": 10**13}, "counted-vietqr"),
        ):  # fmt: skip
            with pytest.raises(InvalidInput) as refused:
                close(world, counts)
            assert refused.value.errors[0].field == field
    close(world)


def test_a_shift_without_cash_is_closed_as_well(world, dossier):
    paid(world, dossier, 300_000, method="card")
    made = close(world, {"card": 300_000, "cash": 77})
    assert (made.recorded, made.counted, made.difference) == (0, 0, 0) and [c.method for c in made.counts] == ["card"]
    with nothing_changes(), pytest.raises(Conflict, match="nothing_to_close"):
        close(world, {"card": 300_000})


def test_the_director_closes_for_a_cashier_who_is_gone_with_a_reason(world, dossier):
    taken(world, dossier)
    left_the_post(world, "cashier")
    with nothing_changes():
        with pytest.raises(NotPermitted):
            close(world)
        with pytest.raises(InvalidInput) as refused:
            close(world, role="centre_director", cashier="cashier")
        assert refused.value.errors[0].field == "reason"
    with world.scope("centre_director"):
        (waiting,) = open_shifts(world.centre.id)
        assert (waiting.cashier, waiting.receipts, waiting.amount) == (world.people["cashier"], 4, 830_000)
    made = close(world, reason="Đã nghỉ việc, kiểm đếm cùng kế toán", role="centre_director", cashier="cashier")
    assert made.cashier_id == world.people["cashier"].id and made.closed_by_id == world.people["centre_director"].id
    with scoping.system("test"):
        assert open_shifts(world.centre.id) == [] and Payment.objects.filter(shift=made).count() == 4


@pytest.mark.parametrize("role", ["cashier", "receptionist", "controller", "admin", "inspector", "case_officer"])
def test_nobody_else_closes_for_another(world, dossier, role):
    paid(world, dossier, 500_000)
    paid(world, dossier, 1_000, role="receptionist")
    whose = "receptionist" if role == "cashier" else "cashier"
    with nothing_changes(), pytest.raises(NotPermitted):
        close(world, {"cash": 500_000}, "Thay", role=role, cashier=whose)


def test_money_at_a_counter_where_nobody_works_any_more_is_still_overseen(world, dossier):
    paid(world, dossier, 500_000)
    for role in ("receptionist", "cashier"):
        left_the_post(world, role)
    with scoping.system("test"):
        Position.objects.filter(agency=world.centre, role="receptionist").delete()
    with world.scope("centre_director"):
        assert world.centre in (overseen(world.actor("centre_director")) or [])
    with world.scope("cashier"):
        assert overseen(world.actor("receptionist")) is None


def test_a_closed_transfer_that_is_moved_is_not_counted_again(world, account):
    (one, owed), (two, _owed) = owing(world, 1), owing(world, 2)
    payment = paid(world, one, owed, method="vietqr", bank_reference="FT1")
    closed = close(world, {"vietqr": owed})
    with world.scope("cashier"):
        moved = move_transfer(payment.id, two.code, reason="Nhầm hồ sơ", actor=world.actor("cashier"))
        assert moved.shift_id == closed.id and taken_since(world.centre.id, world.people["cashier"].id) == []
    assert balance(two).paid == owed
    with scoping.system("test"):
        assert ShiftClose.objects.count() == 1
