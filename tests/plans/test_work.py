"""What is asked all the time: the look-up, the clocks, the sequencer."""

import pytest

from dossiers import lookup_rows, tasks
from dossiers.actions.answer_consultation import end_consultation
from dossiers.actions.assign import assign
from dossiers.actions.complete import complete
from dossiers.actions.confirm_payment import confirm_payment
from dossiers.actions.consult import consult
from dossiers.actions.file_dossier import file_dossier
from dossiers.actions.forward import forward
from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.receive_transfer import Transfer, receive_transfer
from dossiers.actions.request_payment import request_payment
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.start import start
from dossiers.models import BankAccount, Dossier
from dossiers.shifts import cashier_at, closes_of, open_receipts, open_shifts, own_closes, taken_since
from dossiers.transfers import looked_into, unmatched
from events.sequencer import advance
from foundation import scoping
from foundation.local_time import now
from foundation.paging import keyset
from portal.public.lookup import answer
from tests.plans.explain import asked_by, plan
from tests.support.world import new

pytestmark = pytest.mark.django_db


def plans(act):
    """What an act asks about big tables, planned again as the system."""
    _given, statements = asked_by(act)
    with scoping.system("test"):
        return [plan(sql) for sql in statements]


def slow(found, most: int = 5_000) -> list[str]:
    return [str(p) for p in found if p.scanned or p.rows_read > most]


@pytest.fixture(scope="module")
def dossier(crowd):
    with scoping.system("test"):
        return Dossier.objects.filter(status="processing").order_by("-id")[500]


class TestTheLookUp:
    def test_finds_by_code_along_its_index(self, dossier):
        with scoping.system("test"):
            found = plans(lambda: lookup_rows.candidates(dossier.code))
        assert found and not slow(found) and "dossier_code" in found[0].indexes

    def test_shows_by_keys_alone_and_asks_all_of_the_page_in_one_statement(self, dossier):
        found = plans(lambda: answer(dossier.id))
        assert found and not slow(found)


class TestTime:
    def test_dates_that_come_and_pass(self, crowd, monkeypatch):
        monkeypatch.setattr(tasks, "BATCH", 3)
        found = plans(tasks.watch_clocks)
        assert not slow(found) and any("dossier_running_due" in p.indexes for p in found)

    def test_windows_that_close(self, crowd, monkeypatch):
        monkeypatch.setattr(tasks, "BATCH", 1)
        found = plans(tasks.close_supplement_windows)
        assert not slow(found) and any("dossier_supplement_window" in p.indexes for p in found)

    def test_the_sequencer(self, crowd):
        assert not slow(plans(advance))


class TestActs:
    def test_an_act_reads_what_is_its_dossier_s_and_nothing_from_end_to_end(self, crowd):
        """Given many dossiers, when one lives its life, then no act reads another's rows: not the words that went with
        their acts, nor their clocks, dates and steps."""
        here = crowd.here

        def told(act, role, dossier=None, **more):
            with here.scope(role):
                made = (
                    act(dossier.id, actor=here.actor(role), **more) if dossier else act(actor=here.actor(role), **more)
                )
            lives.append(made)

        lives = []
        life = [
            lambda: told(file_dossier, "receptionist", new=new(here, 900_001), accept=True),
            lambda: told(assign, "unit_head", lives[0], assignee_id=here.people["case_officer"].id),
            lambda: told(start, "case_officer", lives[0]),
            lambda: told(request_supplement, "case_officer", lives[0], reason="Thiếu đơn"),
            lambda: told(receive_supplement, "receptionist", lives[0]),
            lambda: told(
                consult, "case_officer", lives[0], agency_id=here.agencies["land"].id, question="Có gì không?"
            ),
            lambda: told(end_consultation, "case_officer", lives[0], asked_id=lives[-1].id),
            lambda: told(request_payment, "case_officer", lives[0], reason="Phí thẩm định"),
            lambda: told(confirm_payment, "cashier", lives[0]),
            lambda: told(forward, "case_officer", lives[0]),
            lambda: told(complete, "signer", lives[0], outcome="granted"),
        ]
        for number, step in enumerate(life):
            found = plans(step)
            assert found and not slow(found, 500), (number, slow(found, 500))


class TestMoney:
    def test_transfers_that_wait_for_a_person(self, crowd):
        counter = crowd.here.agencies["centre"].id

        def page():
            with crowd.here.scope("cashier"):
                return list(unmatched(counter)[:21])

        found = plans(page)
        assert found and not slow(found, 500) and "payment_unmatched" in found[0].indexes

    def test_a_transfer_that_the_bank_tells_of(self, crowd):
        """Given fifty thousand payments, when a bank tells of a transfer that nobody's dossier is named in, then what is known
        of its reference is read along the index."""
        with scoping.system("test"):
            account = BankAccount.objects.create(
                province=crowd.here.province,
                agency=crowd.here.agencies["centre"],
                bank="970436",
                number="1",
                holder="x",
            )
            found = plans(lambda: receive_transfer(account, Transfer("FT-PLAN", 1_000, "không rõ", now())))
        assert found and not slow(found, 500) and any("payment_reference" in p.indexes for p in found)

    def test_the_shift_that_is_open(self, crowd):
        """Given ten thousand receipts of which a few are of the shift that is open, then these alone are read."""
        counter, officer = crowd.here.agencies["centre"].id, crowd.here.people["case_officer"].id

        def page():
            with scoping.system("test"):
                receipts = keyset(open_receipts(counter, officer), order=("id",), cursor=None, size=20)
                assert receipts.next and taken_since(counter, officer) and cashier_at(counter, officer)
                assert open_shifts(counter)

        found = plans(page)
        assert len(found) == 4 and not slow(found, 500)
        assert all("payment_of_open_shift" in p.indexes for p in found)

    def test_closes_of_a_unit_and_of_a_cashier(self, crowd):
        counter, officer = crowd.here.agencies["centre"].id, crowd.here.people["case_officer"].id

        def page():
            with scoping.system("test"):
                for rows in (closes_of(counter), own_closes(officer)):
                    first = keyset(rows, order=("id",), cursor=None, size=20, descending=True)
                    assert keyset(rows, order=("id",), cursor=first.next, size=20, descending=True).items

        found = plans(page)
        assert len(found) == 4 and not slow(found, 500)
        assert "shift_close_agency" in found[0].indexes and "shift_close_cashier" in found[3].indexes

    def test_what_is_looked_into(self, crowd):
        counter = crowd.here.agencies["centre"].id

        def page():
            with crowd.here.scope("cashier"):
                first = keyset(looked_into(counter), order=("id",), cursor=None, size=20)
                assert keyset(looked_into(counter), order=("id",), cursor=first.next, size=20).items

        found = plans(page)
        assert len(found) == 2 and not slow(found, 500) and all("dispute_open" in p.indexes for p in found)
