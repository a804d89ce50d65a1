"""Transfers: whose they are, given to another dossier, looked into."""

import importlib
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction

from dossiers.actions.collect_payment import collect_payment
from dossiers.actions.dispute_transfer import dispute_transfer, lift_dispute
from dossiers.actions.match_transfer import match_transfer
from dossiers.actions.move_transfer import move_transfer
from dossiers.actions.receive_transfer import Transfer, receive_transfer
from dossiers.actions.start import start
from dossiers.actions.void_payment import void_payment
from dossiers.models import BankAccount, Charge, Dispute, Payment, Remark
from dossiers.money import balance_of
from dossiers.states import Status
from dossiers.transfers import looked_into, offered, unmatched
from events.models import Event
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted
from foundation.ids import uuid7
from foundation.local_time import now
from tests.dossiers.test_money import assessed, balance, kinds, paid, reread, waiting
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(world):
    with scoping.system("test"):
        return BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011", holder="Trung tâm"
        )


def owing(world, number):
    """A dossier that waits for its fee."""
    row = filed(world, number, accept=True)
    with world.scope("case_officer"):
        start(row.id, actor=world.actor("case_officer"))
    owed = assessed(world, row).owed
    waiting(world, row)
    return row, owed


def told(account, words, amount, reference="FT1", at=None):
    with scoping.system("bank callback"):
        return receive_transfer(account, Transfer(reference, amount, words, at or now()))[0]


def move(world, payment, code, role="cashier", reason="Ngân hàng ghi nhầm nội dung"):
    with world.scope(role):
        return move_transfer(payment.id, code, reason=reason, actor=world.actor(role))


def test_money_of_the_wrong_dossier_is_given_to_the_right_one(world, account):
    """Given a transfer recorded for one dossier, when it is moved, then its receipt is voided in the series, the other dossier
    has a new one with bank's reference and time, its clock goes on from that time, and the first one's stays as it was."""
    (wrong, owed), (right, _owed) = owing(world, 1), owing(world, 2)
    came = reread(right).paused_since + timedelta(milliseconds=1)
    payment = told(account, wrong.code, owed, at=came)
    before = reread(wrong)
    assert before.state is Status.PROCESSING
    made = move(world, payment, right.code.lower())
    with scoping.system("test"):
        voided = Payment.objects.get(id=payment.id)
        assert (voided.moved_to_id, voided.void_reason) == (made.id, "Ngân hàng ghi nhầm nội dung")
        assert voided.voided_by_id == world.people["cashier"].id
        assert right.clock.order_by("at", "id").last().at == came
        note = Remark.objects.get(dossier_id=wrong.id, action="move_transfer")
    assert made.number == payment.number + 1 and made.cashier_id is None
    assert (made.bank_reference, made.paid_at, made.amount) == ("FT1", came, owed)
    assert balance(wrong).left == owed and balance(right).left == 0
    after = reread(wrong)
    assert (after.state, after.due_at, after.paused_since) == (Status.PROCESSING, before.due_at, None)
    assert reread(right).state is Status.PROCESSING
    # explained, to officials alone: citizens read reasons, and this one may speak of somebody else
    assert note.reason == "" and "không tự dừng lại" in note.note and "còn phải nộp" in note.note
    assert right.code not in note.note
    assert kinds(wrong)[-1] == "payment_voided" and kinds(right)[-2:] == ["payment_received", "payment_confirmed"]
    # the bank that tells again changes nothing
    with nothing_changes():
        assert told(account, wrong.code, owed).id == made.id


def test_what_cannot_be_moved_stays(world, account):
    (row, owed), (other, _owed) = owing(world, 1), owing(world, 2)
    payment, cash = told(account, row.code, owed), paid(world, row, 1_000)
    with nothing_changes():
        for code, reason in ((row.code, "x"), ("H05.1-2-3", "x"), ("", "x"), (other.code, " ")):
            with pytest.raises(InvalidInput):
                move(world, payment, code, reason=reason)
        with pytest.raises(Conflict, match="not_a_transfer"):
            move(world, cash, other.code)
        for role in ("receptionist", "case_officer", "signer", "admin"):
            with pytest.raises((NotPermitted, NotFound)):
                move(world, payment, other.code, role)
        with pytest.raises(NotFound), world.scope("cashier"):
            move_transfer(uuid7(), other.code, reason="x", actor=world.actor("cashier"))
    move(world, payment, other.code, "centre_director")
    with nothing_changes(), pytest.raises(Conflict, match="voided_already"):
        move(world, payment, other.code)


def test_what_is_looked_into_is_not_matched_moved_or_voided_until_that_is_over(world, account):
    row, owed = owing(world, 1)
    stray, by_hand = told(account, "không rõ", owed, "FT1"), paid(world, row, 5, method="vietqr", bank_reference="FT2")
    with world.scope("cashier"):
        actor = world.actor("cashier")
        for one in (stray, by_hand):
            dispute_transfer(one.id, reason="Người chuyển đòi lại", actor=actor)
        assert stray not in unmatched(world.centre.id) and len(looked_into(world.centre.id)) == 2
        with nothing_changes():
            for attempt in (
                lambda: match_transfer(stray.id, row.code, actor=actor),
                lambda: move_transfer(by_hand.id, row.code, reason="x", actor=actor),
                lambda: void_payment(by_hand.id, reason="x", actor=actor),
                lambda: dispute_transfer(stray.id, reason="x", actor=actor),
            ):
                with pytest.raises(Conflict, match="disputed"):
                    attempt()
            with pytest.raises(InvalidInput):
                lift_dispute(stray.id, outcome=" ", actor=actor)
        lift_dispute(stray.id, outcome="Ngân hàng xác nhận đúng người nộp", actor=actor)
        with nothing_changes(), pytest.raises(Conflict, match="not_disputed"):
            lift_dispute(stray.id, outcome="x", actor=actor)
        match_transfer(stray.id, row.code, actor=actor)
        dispute_transfer(stray.id, reason="Lần nữa", actor=actor)
    with scoping.system("test"):
        kept = Dispute.objects.filter(payment=stray).order_by("id")
        assert [(d.outcome, d.dossier_id) for d in kept] == [("Ngân hàng xác nhận đúng người nộp", None), ("", row.id)]
        told_of = [e.kind for e in Event.objects.filter(subject_id=stray.id).order_by("seq")]
    assert told_of == ["transfer.disputed", "transfer.dispute_lifted", "transfer.disputed"]


@pytest.mark.parametrize("role", ["receptionist", "case_officer", "admin", "ward_receptionist"])
def test_who_may_not_void_looks_into_nothing(world, account, role):
    stray = told(account, "không rõ", 5)
    with world.scope(role), nothing_changes(), pytest.raises((NotPermitted, NotFound)):
        dispute_transfer(stray.id, reason="x", actor=world.actor(role))


def renamed(dossier, key):
    with scoping.system("test"):
        Charge.objects.filter(dossier_id=dossier.id).update(pay_key=key)


def test_words_that_name_two_dossiers_are_left_to_a_person_with_both_offered(world, account):
    (one, owed), (two, _owed) = owing(world, 1), owing(world, 2)
    stray = told(account, f"nop {one.code} va {two.code}", owed)
    assert stray.dossier_id is None
    with world.scope("cashier"):
        meant = offered([stray.content, "tien dien"], world.centre.id)
    assert [o.code for o in meant[0]] == sorted([one.code, two.code]) and meant[1] == []


def test_a_number_that_may_go_on_is_left_to_a_person(world, account):
    (one, owed), (two, _owed) = owing(world, 1), owing(world, 2)
    with scoping.system("test"):
        key = Charge.objects.get(dossier_id=one.id).pay_key
    renamed(two, f"{key}2")
    assert told(account, f"{key} 2 lan", owed, "FT1").dossier_id is None  # "…2" with a blank, or a word of the payer
    assert told(account, f"{key}34", owed, "FT2").dossier_id is None  # mistyped: no such dossier
    assert told(account, f"{key}2", owed, "FT3").dossier_id == two.id
    assert told(account, f"{key} cam on", owed, "FT4").dossier_id == one.id


def test_a_code_with_level_1_last_is_found(world, account):
    row, owed = owing(world, 1)
    agency, _dash, rest = row.code.partition("-")
    old = ".".join(["000", *reversed(agency.split("."))])
    assert told(account, f"nop phi {old}-{rest}", owed).dossier_id == row.id


def test_a_dossier_of_another_unit_is_not_found(world, account):
    row, owed = owing(world, 1)
    with scoping.system("test"):
        other = BankAccount.objects.create(
            province=world.province, agency=world.department, bank="970436", number="0022", holder="Sở"
        )
    assert told(other, row.code, owed).dossier_id is None


def test_what_was_written_down_under_another_account_of_the_unit_is_one(world, account):
    """Given a cashier who recorded a transfer on the day accounts changed, when the former bank tells of it, then it is one."""
    row, owed = owing(world, 1)
    with scoping.system("test"):
        BankAccount.objects.filter(id=account.id).update(valid_from="2026-01-01", valid_to="2026-01-31")
        BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970415", number="0099", holder="Trung tâm"
        )
    with world.scope("cashier"):
        by_hand = collect_payment(
            row.id, amount=owed, method="vietqr", bank_reference="FT1", actor=world.actor("cashier")
        )
    assert by_hand.account.number == "0099"
    heard = told(account, row.code, owed)
    assert (heard.id, heard.account_id, heard.told_amount) == (by_hand.id, account.id, owed)
    with nothing_changes():
        assert told(account, row.code, owed).id == by_hand.id
    with scoping.system("test"):
        assert balance_of(row.id).paid == owed and not Dispute.objects.exists()


def test_one_message_sent_to_the_addresses_of_two_accounts_is_one_transfer(world, account):
    """Given two accounts whose banks sign with one key, when the same message comes to both, then the money is there once; of
    the same reference at another time it is another bank's."""
    row, owed = owing(world, 1)
    with scoping.system("test"):
        BankAccount.objects.filter(id=account.id).update(valid_from="2026-01-01", valid_to="2026-01-31")
        second = BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0012", holder="Trung tâm"
        )
    first = told(account, row.code, owed, at=(at := now()))
    with nothing_changes():
        assert told(second, row.code, owed, at=at).id == first.id
    assert told(second, row.code, owed, at=at - timedelta(days=1)).id != first.id


class TestWhatTheBankSaysOfWhatACashierWroteDown:
    def by_hand(self, world, row, amount, reference="FT1"):
        return paid(world, row, amount, method="vietqr", bank_reference=reference)

    def test_another_amount_is_looked_into_and_put_right_without_losing_the_money(self, world, account):
        """Given a cashier who typed ten times too much, when the bank tells, then the receipt is looked into; once that is said
        and the receipt voided, the money waits as the bank says it."""
        row, owed = owing(world, 1)
        typed = self.by_hand(world, row, owed * 10)
        assert told(account, row.code, owed, at=(at := now())).id == typed.id
        with scoping.system("test"):
            found = looked_into(world.centre.id).get()
        assert found.payment_id == typed.id and found.opened_by_id is None and "Ngân hàng báo" in found.reason
        with world.scope("cashier"):
            actor = world.actor("cashier")
            with nothing_changes(), pytest.raises(Conflict, match="disputed"):
                void_payment(typed.id, reason="Gõ nhầm", actor=actor)
            lift_dispute(typed.id, outcome="Gõ thừa một số 0", actor=actor)
            void_payment(typed.id, reason="Gõ nhầm", actor=actor)
            waits = unmatched(world.centre.id).get()
            assert (waits.amount, waits.paid_at, waits.bank_reference, waits.cashier_id) == (owed, at, "FT1", None)
            assert Payment.objects.get(id=typed.id).moved_to_id == waits.id
            match_transfer(waits.id, row.code, actor=actor)
        with nothing_changes():
            assert told(account, row.code, owed).id == waits.id
        assert (balance(row).paid, balance(row).left) == (owed, 0)

    def test_another_dossier_is_looked_into(self, world, account):
        (row, owed), (other, _owed) = owing(world, 1), owing(world, 2)
        typed = self.by_hand(world, row, owed)
        told(account, other.code, owed)
        with scoping.system("test"):
            found = looked_into(world.centre.id).get()
        assert found.payment_id == typed.id and other.code not in found.reason
        with world.scope("cashier"):
            lift_dispute(typed.id, outcome="Người nộp ghi nhầm mã", actor=world.actor("cashier"))
        with nothing_changes():  # told again, it is not opened again
            told(account, other.code, owed)

    def test_what_fits_is_only_noted(self, world, account):
        row, owed = owing(world, 1)
        typed = self.by_hand(world, row, owed, " ft-1 ")
        heard = told(account, "không rõ", owed, "FT-1")
        assert (heard.id, heard.content, heard.told_amount) == (typed.id, "không rõ", owed)
        with scoping.system("test"):
            assert not Dispute.objects.exists()

    @pytest.mark.parametrize("written", ["Ft26335000001", "ft26335000001", " FT 26335 000001"])
    def test_a_reference_is_one_however_it_is_written(self, world, account, written):
        row, owed = owing(world, 1)
        typed = self.by_hand(world, row, owed, written)
        assert told(account, row.code, owed, "FT26335000001").id == typed.id
        with nothing_changes(), pytest.raises(Conflict, match="recorded_already"):
            self.by_hand(world, row, owed, "fT26335000001")
        assert balance(row).paid == owed

    @pytest.mark.parametrize("written", ["FT1,", "FT 1đ", "ﬁ1", "x" * 65])
    def test_what_no_bank_writes_is_refused(self, world, account, written):
        row, owed = owing(world, 1)
        with nothing_changes(), pytest.raises(InvalidInput) as refused:
            self.by_hand(world, row, owed, written)
        assert refused.value.errors[0].field == "bank_reference"


def test_money_that_another_system_took_has_its_reference_once(world):
    """Given no account of the unit, when a transfer or what the national portal took is written down twice, then it is once;
    and not at all without its reference."""
    row, _owed = owing(world, 1)
    for method in ("national_portal", "vietqr"):
        with nothing_changes(), pytest.raises(InvalidInput):
            paid(world, row, 1_000, method=method)
        paid(world, row, 1_000, method=method, bank_reference="NP-7")
        with nothing_changes(), pytest.raises(Conflict, match="recorded_already"):
            paid(world, row, 1_000, method=method, bank_reference="np-7")
    assert balance(row).paid == 2_000


@pytest.mark.django_db(transaction=True)
def test_a_bank_that_tells_while_a_cashier_writes_it_down_is_answered(monkeypatch):
    """Given a cashier in the middle of writing a transfer down, when its bank tells of it, then it is one payment and the bank
    is told so, not a failure."""
    world = worlds.build()
    with scoping.system("test"):
        account = BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011", holder="Trung tâm"
        )
    row, owed = owing(world, 1)
    answers = []

    def bank():
        try:
            answers.append(told(account, "không rõ", owed))
        finally:
            connection.close()

    thread = threading.Thread(target=bank)
    with world.scope("cashier"), transaction.atomic():
        typed = collect_payment(
            row.id, amount=owed, method="vietqr", bank_reference="FT1", actor=world.actor("cashier")
        )
        thread.start()
        time.sleep(1)
        assert not answers
    thread.join(20)
    assert [one.id for one in answers] == [typed.id] and answers[0].told_amount == owed
    assert balance(row).paid == owed


@pytest.mark.django_db(transaction=True)
def test_two_who_move_at_once_and_a_bank_that_tells_again_leave_one():
    """Given a transfer of one dossier, when two move it to two others while the bank tells of it once more, then one has it."""
    world = worlds.build()
    with scoping.system("test"):
        account = BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011", holder="Trung tâm"
        )
    dossiers = [owing(world, n) for n in (1, 2, 3)]
    (first, owed), *others = dossiers
    payment = told(account, first.code, owed)
    refused, broken = [], []

    def during(act):
        try:
            act()
        except Conflict as error:
            refused.append(str(error))
        except Exception as error:  # noqa: BLE001
            broken.append(error)
        finally:
            connection.close()

    acts = [lambda row=row: move(world, payment, row.code) for row, _owed in others]
    acts += [lambda: told(account, first.code, owed)] * 2
    threads = [threading.Thread(target=during, args=[act]) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not broken and refused == ["voided_already"]
    assert sorted(balance(row).paid for row, _owed in dossiers) == [0, 0, owed] and balance(first).paid == 0
    with scoping.system("test"):
        assert Payment.objects.filter(voided_at=None).count() == 1 and Payment.objects.count() == 2


def test_a_mistyped_amount_under_no_account_is_looked_into_too(world):
    """Given a cashier who mistyped a transfer while the unit had no account, when the bank of a new one tells, then it is one
    payment that is looked into, not two."""
    row, owed = owing(world, 1)
    typed = paid(world, row, owed + 1, method="vietqr", bank_reference="FT1")
    assert typed.account_id is None
    with scoping.system("test"):
        account = BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011", holder="Trung tâm"
        )
    assert told(account, "không rõ", owed).id == typed.id
    with scoping.system("test"):
        assert looked_into(world.centre.id).get().payment_id == typed.id
    assert balance(row).paid == owed + 1


def test_the_slips_of_a_card_machine_may_begin_anew(world):
    row, _owed = owing(world, 1)
    for _day in range(2):
        paid(world, row, 1_000, method="card", bank_reference="000123")
    assert balance(row).paid == 2_000


def test_references_of_before_are_kept_in_one_way_and_none_is_lost(world, account):
    """Given payments from before references had one spelling, some of them twice, the migration leaves each once."""
    row, _owed = owing(world, 1)
    one = paid(world, row, 1, method="vietqr", bank_reference="FT1")
    two = paid(world, row, 2, method="vietqr", bank_reference="FT2")
    card = paid(world, row, 3, method="card", bank_reference="FT3")
    brought = told(account, row.code, 4, "FT4")
    with scoping.system("test"):
        for payment, before in ((one, "fT1"), (two, "Ft1"), (card, "ft3"), (brought, "ft4")):
            Payment.objects.filter(id=payment.id).update(bank_reference=before, told_at=None, told_amount=None)
    migration = importlib.import_module("dossiers.migrations.0024_what_the_bank_says")
    with connection.cursor() as cursor:
        cursor.execute(migration.ONE_WAY)
    with scoping.system("test"):
        found = {p.id: p for p in Payment.objects.all()}
    assert [found[p.id].bank_reference for p in (one, two, card, brought)] == ["FT1", "FT1#2", "FT3", "FT4"]
    assert [found[p.id].told_amount for p in (one, brought)] == [None, 4]
    with nothing_changes():
        assert told(account, row.code, 4, "FT4").id == brought.id
