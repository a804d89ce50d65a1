"""Fees of a dossier: determined with an explanation, collected, voided, counted; and the clock that waits for them."""

import importlib
import threading

import pytest
from django.db import connection

from dossiers.actions.assess_charges import Case, assess_charges, fees_of
from dossiers.actions.close_shift import close_shift
from dossiers.actions.collect_payment import collect_payment
from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.request_payment import request_payment
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.start import start
from dossiers.actions.void_payment import void_payment
from dossiers.charging import Waiver
from dossiers.models import BankAccount, Charge, Dossier, Payment, ShiftClose
from dossiers.money import balance_of
from dossiers.states import Status
from events.models import Event
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted, Stale
from foundation.ids import uuid7
from foundation.local_time import now, to_local
from tests.support import world as worlds
from tests.support.corrected import correct
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world):
    """A hotel's dossier that has been accepted and taken up: its catalogue row is an amount of 1,500,000 or 2,000,000."""
    row = filed(world, accept=True)
    with world.scope("case_officer"):
        return start(row.id, actor=world.actor("case_officer"))


def rows(world, dossier):
    with world.scope("cashier"):
        return fees_of(Dossier.objects.get(id=dossier.id))


def assessed(world, dossier, role="cashier", **case):
    fee = rows(world, dossier)[0]
    with world.scope(role):
        return assess_charges(dossier.id, {fee.id: Case(**case)}, actor=world.actor(role))


def paid(world, dossier, amount, method="cash", role="cashier", **more):
    with world.scope(role):
        return collect_payment(dossier.id, amount=amount, method=method, actor=world.actor(role), **more)


def balance(dossier):
    with scoping.system("test"):
        return balance_of(dossier.id)


def reread(dossier):
    with scoping.system("test"):
        return Dossier.objects.get(id=dossier.id)


def kinds(dossier):
    with scoping.system("test"):
        return [e.kind.partition(".")[2] for e in Event.objects.filter(subject_id=dossier.id).order_by("seq")]


def waiting(world, dossier):
    with world.scope("case_officer"):
        return request_payment(dossier.id, actor=world.actor("case_officer"), reason="Nộp phí thẩm định")


def test_what_is_owed_is_determined_with_how_and_by_what(world, dossier):
    found = assessed(world, dossier)
    (charge,) = found.charges
    assert found.owed == charge.due == charge.full == rows(world, dossier)[0].amount and found.left == found.owed
    assert charge.explanation["citation"] and charge.explanation["each"] == charge.full
    assert charge.pay_key == "".join(c for c in dossier.code if c.isalnum())
    # set anew, the former one is kept as replaced
    again = assessed(world, dossier, "unit_head", waiver=Waiver(100, "Hộ nghèo", "Nghị quyết thử"))
    assert again.owed == 0 and again.charges[0].state == "waived" and again.settled
    with scoping.system("test"):
        assert Charge.objects.filter(dossier_id=dossier.id, state="cancelled").count() == 1
    assert kinds(dossier)[-2:] == ["charges_assessed", "charges_assessed"]


def test_paid_in_parts_and_too_much_it_is_recorded_as_it_is(world, dossier):
    owed = assessed(world, dossier).owed
    first, second = paid(world, dossier, 1_000), paid(world, dossier, owed)
    found = balance(dossier)
    assert (found.paid, found.left, found.over) == (owed + 1_000, 0, 1_000)
    year = to_local(now()).year
    assert [first.receipt, second.receipt] == [f"{year}/0000001", f"{year}/0000002"]
    assert second.cashier_id == world.people["cashier"].id
    assert kinds(dossier)[-2:] == ["payment_received", "payment_received"]


def test_the_clock_goes_on_in_the_moment_in_which_all_is_paid(world, dossier):
    owed = assessed(world, dossier).owed
    waiting(world, dossier)
    paid(world, dossier, owed - 1)
    assert reread(dossier).state is Status.AWAITING_PAYMENT
    paid(world, dossier, 1)
    row = reread(dossier)
    assert row.state is Status.PROCESSING and row.paused_since is None
    assert kinds(dossier)[-2:] == ["payment_received", "payment_confirmed"]


def test_nothing_determined_means_nothing_to_collect(world, dossier):
    with nothing_changes(), pytest.raises(Conflict, match="not_assessed"):
        paid(world, dossier, 1_000)


def test_a_receipt_is_voided_with_a_reason_and_keeps_its_number(world, dossier):
    owed = assessed(world, dossier).owed
    payment = paid(world, dossier, owed)
    with world.scope("cashier"):
        actor = world.actor("cashier")
        with pytest.raises(InvalidInput):
            void_payment(payment.id, reason=" ", actor=actor)
        void_payment(payment.id, reason="Ghi nhầm", actor=actor)
        with pytest.raises(Conflict, match="voided_already"):
            void_payment(payment.id, reason="Ghi nhầm", actor=actor)
    assert balance(dossier).paid == 0 and paid(world, dossier, owed).number == payment.number + 1
    assert kinds(dossier)[-2:] == ["payment_voided", "payment_received"]


def test_a_shift_is_counted_against_its_receipts(world, dossier):
    assessed(world, dossier)
    one, two = paid(world, dossier, 500_000), paid(world, dossier, 300_000)
    paid(world, dossier, 1_000, method="card")
    paid(world, dossier, 700, role="receptionist")
    with world.scope("cashier"):
        actor = world.actor("cashier")
        void_payment(two.id, reason="Nhầm", actor=actor)
        with pytest.raises(InvalidInput) as refused:
            close_shift(world.centre.id, counts={"cash": 490_000, "card": 1_000}, reason="", actor=actor)
        assert refused.value.errors[0].field == "reason"
        made = close_shift(
            world.centre.id, counts={"cash": 490_000, "card": 1_000}, reason="Trả lại nhầm 10.000", actor=actor
        )
        with pytest.raises(Conflict, match="nothing_to_close"):
            close_shift(world.centre.id, counts={"cash": 0}, reason="", actor=actor)
        with pytest.raises(Conflict, match="shift_closed"):
            void_payment(one.id, reason="Nhầm", actor=actor)
    assert (made.receipts, made.recorded, made.counted, made.difference) == (3, 500_000, 490_000, -10_000)
    with scoping.system("test"):
        assert ShiftClose.objects.count() == 1 and Payment.objects.filter(shift=made).count() == 3
        event = Event.objects.get(kind="shift.closed")
    assert (event.data["amount"], event.data["difference"]) == (501_000, -10_000)


@pytest.mark.parametrize("role", ["signer", "guide", "returner", "inspector", "admin", "ward_receptionist"])
def test_nobody_else_touches_money(world, dossier, role):
    fee = rows(world, dossier)[0]
    assessed(world, dossier)
    payment = paid(world, dossier, 1_000)
    with world.scope(role), nothing_changes():
        actor = world.actor(role)
        for attempt in (
            lambda: assess_charges(dossier.id, {fee.id: Case()}, actor=actor),
            lambda: collect_payment(dossier.id, amount=1, method="cash", actor=actor),
            lambda: void_payment(payment.id, reason="x", actor=actor),
            lambda: close_shift(world.centre.id, counts={"cash": 0}, reason="", actor=actor),
        ):
            with pytest.raises((NotPermitted, NotFound)):
                attempt()


def test_an_officer_determines_but_does_not_collect(world, dossier):
    assessed(world, dossier, role="case_officer")
    with nothing_changes(), pytest.raises(NotPermitted):
        paid(world, dossier, 1_000, role="case_officer")


def test_refusals_change_nothing(world, dossier):
    assessed(world, dossier)
    fee = rows(world, dossier)[0]
    with scoping.system("test"):
        BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="001", holder="Trung tâm"
        )
    paid(world, dossier, 5, method="vietqr", bank_reference="FT1")
    with nothing_changes():
        for wrong in ({"amount": 0}, {"amount": -1}, {"amount": 10**13}, {"method": "vàng"}, {"method": "vietqr"}):
            with pytest.raises(InvalidInput):
                paid(world, dossier, **{"amount": 1_000, **wrong})
        with pytest.raises(Conflict, match="recorded_already"):
            paid(world, dossier, 5, method="vietqr", bank_reference="FT1")
        with pytest.raises(Stale):
            paid(world, dossier, 5, expected_version=1)
        for cases in ({uuid7(): Case()}, {fee.id: Case(copies=0)}, {fee.id: Case(waiver=Waiver(50, "", ""))}):
            with world.scope("unit_head"), pytest.raises(InvalidInput):
                assess_charges(dossier.id, cases, actor=world.actor("unit_head"))
        with world.scope("cashier"), pytest.raises(NotFound):
            void_payment(uuid7(), reason="x", actor=world.actor("cashier"))


@pytest.mark.django_db(transaction=True)
def test_two_cashiers_at_once_give_two_receipts_and_one_confirmation():
    world = worlds.build()
    row = filed(world, accept=True)
    with world.scope("case_officer"):
        start(row.id, actor=world.actor("case_officer"))
    owed = assessed(world, row).owed
    waiting(world, row)
    failures = []

    def pay():
        try:
            paid(world, row, owed)
        except Exception as error:  # noqa: BLE001
            failures.append(error)
        finally:
            connection.close()

    both = [threading.Thread(target=pay) for _n in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert not failures and balance(row).paid == 2 * owed
    assert kinds(row).count("payment_confirmed") == 1
    with scoping.system("test"):
        assert sorted(Payment.objects.values_list("number", flat=True)) == [1, 2]


def test_a_waiver_of_all_lets_the_clock_go_on_as_a_payment_does(world, dossier):
    """Given a dossier that waits for money, when all is waived, then it goes on by the same event and entry, dated now."""
    assessed(world, dossier)
    waiting(world, dossier)
    assessed(world, dossier, "unit_head", waiver=Waiver(50, "Nộp trực tuyến", "Nghị quyết thử"))
    assert reread(dossier).state is Status.AWAITING_PAYMENT
    before = now()
    found = assessed(world, dossier, "unit_head", waiver=Waiver(100, "Hộ nghèo", "Nghị quyết thử"))
    row = reread(dossier)
    assert found.settled and row.state is Status.PROCESSING and row.paused_since is None
    assert kinds(dossier)[-2:] == ["charges_assessed", "payment_confirmed"]
    with scoping.system("test"):
        last = row.clock.order_by("at", "id").last()
    assert (last.kind, last.reason) == ("resume", "payment") and before <= last.at <= now()


def test_what_is_determined_lower_than_what_was_paid_lets_the_clock_go_on_now(world, dossier):
    owed = assessed(world, dossier).owed
    waiting(world, dossier)
    paid(world, dossier, owed // 2)
    before = now()
    assessed(world, dossier, "unit_head", waiver=Waiver(50, "Nộp trực tuyến", "Nghị quyết thử"))
    with scoping.system("test"):
        assert reread(dossier).state is Status.PROCESSING and reread(dossier).clock.order_by("at").last().at >= before


def test_a_waiver_before_money_was_asked_for_changes_no_state(world, dossier):
    assessed(world, dossier, "unit_head", waiver=Waiver(100, "Hộ nghèo", "Nghị quyết thử"))
    assert reread(dossier).state is Status.PROCESSING and kinds(dossier)[-1] == "charges_assessed"


def pays_first(world, number):
    correct(worlds.HOTEL, **{"term.start": "acceptance_and_payment"})
    return filed(world, number, accept=True)


@pytest.mark.parametrize("working_on_it", [False, True])
def test_a_clock_that_waits_for_the_payment_begins_with_it_also_where_nobody_asked(world, working_on_it):
    """Given a procedure that counts from acceptance and payment (TT 79/2024/TT-BCA), when the fee is paid at the counter before
    anybody asked for it, then the clock begins, once, and asking later pauses it like any other."""
    row = pays_first(world, 3)
    owed = assessed(world, row).owed
    if working_on_it:
        with world.scope("case_officer"):
            start(row.id, actor=world.actor("case_officer"))
    paid(world, row, owed - 1)
    state = reread(row).state
    assert reread(row).due_at is None
    last = paid(world, row, 1)
    after = reread(row)
    assert (after.state, kinds(row)[-2:]) == (state, ["payment_received", "payment_confirmed"]) and after.due_at
    with scoping.system("test"):
        assert [(e.kind, e.at) for e in row.clock.all()] == [("start", last.paid_at)]
    paid(world, row, 5)
    assert kinds(row)[-1] == "payment_received"


def test_a_clock_that_waits_for_the_payment_begins_with_a_waiver_of_all(world):
    row = pays_first(world, 4)
    assessed(world, row, "unit_head", waiver=Waiver(100, "Hộ nghèo", "Nghị quyết thử"))
    assert reread(row).due_at and kinds(row)[-1] == "payment_confirmed"


def test_when_older_charges_were_replaced_is_found_in_the_record(world, dossier):
    """Given charges that were replaced before that was written down, the migration reads when from the events."""
    assessed(world, dossier)
    assessed(world, dossier, "unit_head", waiver=Waiver(50, "Hợp tác xã", "Nghị quyết thử"))
    with world.scope("cashier"):
        assess_charges(dossier.id, {rows(world, dossier)[1].id: Case()}, actor=world.actor("cashier"))
    with scoping.system("test"):
        known = dict(Charge.objects.values_list("id", "replaced_at"))
        assert len(known) == 3 and sum(at is None for at in known.values()) == 1
        Charge.objects.update(replaced_at=None)
    migration = importlib.import_module("dossiers.migrations.0027_when_a_charge_was_replaced")
    with connection.cursor() as cursor:
        cursor.execute(migration.REPLACED)
    with scoping.system("test"):
        assert dict(Charge.objects.values_list("id", "replaced_at")) == known


def supplementing(world, number):
    """A dossier whose clock waits for the payment, accepted and assessed, that waits for papers; what it owes."""
    row = pays_first(world, number)
    owed = assessed(world, row).owed
    with world.scope("case_officer"):
        request_supplement(row.id, actor=world.actor("case_officer"), reason="Thiếu đơn")
    return row, owed


def supplemented(world, row):
    with world.scope("receptionist"):
        return receive_supplement(row.id, actor=world.actor("receptionist"))


def test_a_clock_that_waits_for_the_payment_begins_with_the_papers_where_the_money_came_before_them(world):
    """Given money that came while the applicant was asked for papers, when these come, then the clock begins with them."""
    row, owed = supplementing(world, 5)
    paid(world, row, owed)
    assert reread(row).due_at is None
    after = supplemented(world, row)
    assert (
        after.state is Status.PROCESSING
        and after.due_at
        and kinds(row)[-2:] == ["supplement_received", "payment_confirmed"]
    )
    with scoping.system("test"):
        came = Event.objects.filter(subject_id=row.id, kind="dossier.supplement_received").get().occurred_at
        assert [(e.kind, e.at) for e in row.clock.all()] == [("start", came)]


def test_money_that_is_found_later_does_not_count_the_days_in_which_papers_were_missing(world):
    row, owed = supplementing(world, 6)
    came = now()
    supplemented(world, row)
    with world.scope("cashier"):
        collect_payment(row.id, amount=owed, method="cash", at=came, actor=world.actor("cashier"))
    with scoping.system("test"):
        complete = Event.objects.filter(subject_id=row.id, kind="dossier.supplement_received").get().occurred_at
        assert came < complete and [(e.kind, e.at) for e in row.clock.all()] == [("start", complete)]
