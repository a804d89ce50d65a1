"""Refunds on the money page of a dossier and on «Tiền chuyển khoản»; what is not asked for any more; payments of others."""

import pytest

from dossiers.actions.stop import stop
from dossiers.actions.void_payment import void_payment
from dossiers.models import BankAccount, Payment, Refund
from foundation import scoping
from tests.api.conftest import ApiClient
from tests.dossiers.test_money import balance, paid
from tests.dossiers.test_transfers import owing, told
from tests.support import world as worlds
from tests.support.administration import text
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db
TRANSFERS = "/can-bo/chuyen-khoan/"


@pytest.fixture
def account(world):
    with scoping.system("test"):
        return BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011", holder="Trung tâm"
        )


def here(row):
    return f"/can-bo/ho-so/{row.id}/phi/"


def test_refunded_on_the_page_of_the_dossier(world, account, signed_in):
    row, owed = owing(world, 1)
    payment = told(account, row.code, owed + 5_000)
    client = signed_in("centre_director")
    assert "Nộp thừa" in text(client.get(here(row)))
    sent = {"action": "refund", "payment": payment.id, "amount": "5.000", "voucher": "UNC 07", "reason": ""}
    with nothing_changes():
        refused = client.post(here(row), sent)
    assert refused.status_code == 400 and 'value="UNC 07"' in refused.content.decode()
    assert client.post(here(row), {**sent, "reason": "Chuyển thừa"}).status_code == 302
    page = text(client.get(here(row)))
    assert "Nộp thừa" not in page and "chứng từ UNC 07: Chuyển thừa" in page
    assert "Hoàn trả tiền đã nộp" in text(client.get(f"/can-bo/ho-so/{row.id}/"))
    html = signed_in("cashier").get(here(row)).content.decode()
    assert 'value="refund"' not in html and "UNC 07" in html


def test_a_stranger_s_transfer_is_refunded_on_the_page_of_transfers(world, account, signed_in):
    stray = told(account, "khong ro", 7_000)
    client = signed_in("cashier")
    assert 'value="refund"' not in client.get(TRANSFERS).content.decode()
    sent = {"action": "refund", "payment": stray.id, "amount": "7000", "voucher": "UNC 08", "reason": "Chuyển nhầm"}
    with nothing_changes():
        assert client.post(TRANSFERS, sent).status_code == 403
    client = signed_in("centre_director")
    with nothing_changes():
        assert client.post(TRANSFERS, {**sent, "amount": "7001"}).status_code == 400
    assert client.post(TRANSFERS, sent).status_code == 302
    assert "khong ro" not in text(client.get(TRANSFERS))
    with scoping.system("test"):
        assert Refund.objects.get().dossier_id is None


def test_the_api_tells_of_refunds(world, account, redis_url):
    row, owed = owing(world, 1)
    payment = told(account, row.code, owed + 5_000)
    with world.scope("centre_director"):
        from dossiers.actions.refund_payment import refund_payment

        refund_payment(payment.id, amount=5_000, voucher="UNC 07", reason="Thừa", actor=world.actor("centre_director"))
    answer = ApiClient(worlds.client_of(world, "dossiers:read")).get(f"/api/v1/dossiers/{row.id}/charges/").json()
    assert (answer["paid"], answer["over"], answer["settled"]) == (owed, 0, True)
    (refund,) = answer["payments"][0]["refunds"]
    assert (refund["amount"], refund["voucher"], sorted(refund)) == (
        5_000,
        "UNC 07",
        ["amount", "refunded_at", "voucher"],
    )


@pytest.mark.parametrize("action", ["void", "move", "receipt", "dispute", "lift", "refund"])
def test_a_payment_of_another_dossier_is_not_touched_from_this_page(world, account, signed_in, action):
    """Given a payment of one dossier and a transfer of nobody's, when their ids are sent to the page of another, then 404."""
    (one, _owed), (two, _owed) = owing(world, 1), owing(world, 2)
    client = signed_in("cashier" if action != "refund" else "centre_director")
    for payment in (paid(world, two, 1_000), told(account, "khong ro", 7_000)):
        sent = {
            "action": action, "payment": payment.id, "reason": "x", "code": two.code, "amount": "1", "voucher": "1",
            "outcome": "x",
        }  # fmt: skip
        with nothing_changes():
            assert client.post(here(one), sent).status_code == 404


def test_what_a_stopped_dossier_owes_is_not_asked_for(world, account, signed_in, redis_url):
    """Given a dossier with a fee partly paid, when it is stopped, then the rest is shown as not asked for any more, there is no
    QR and no form to take money, and what was paid stays."""
    row, owed = owing(world, 1)
    paid(world, row, 1_000)
    client = signed_in("cashier")
    html = client.get(here(row)).content.decode()
    assert "data:image/svg" in html and 'value="collect"' in html
    with world.scope("case_officer"):
        stop(row.id, actor=world.actor("case_officer"), reason="Không nộp tiền")
    answer = client.get(here(row))
    html = answer.content.decode()
    assert "data:image/svg" not in html and 'value="collect"' not in html
    assert "Không thu nữa" in text(answer) and "Còn phải nộp" not in text(answer)
    assert "Không thu nữa" in text(client.get(f"/can-bo/ho-so/{row.id}/"))
    found = ApiClient(worlds.client_of(world, "dossiers:read")).get(f"/api/v1/dossiers/{row.id}/charges/").json()
    assert found["transfer"] is None and found["left"] == owed - 1_000 == balance(row).left


def test_only_receipts_that_can_be_voided_are_offered_and_the_choice_is_kept(world, account, signed_in):
    row, _owed = owing(world, 1)
    closed = paid(world, row, 1_000)
    client = signed_in("cashier")
    client.post("/can-bo/chot-ca/", {"agency": world.centre.id, "counted": "1000"})
    of_bank, first, second = told(account, row.code, 7_000), paid(world, row, 2_000), paid(world, row, 3_000)
    voided = paid(world, row, 4_000)
    with world.scope("cashier"):
        void_payment(voided.id, reason="Nhầm", actor=world.actor("cashier"))
    refused = client.post(here(row), {"action": "void", "payment": second.id, "reason": ""})
    html = refused.content.decode().split('<select id="payment"')[1].split("</select>")[0]
    assert refused.status_code == 400 and f'value="{second.id}" selected' in html and f'value="{first.id}"' in html
    assert not any(str(p.id) in html for p in (closed, of_bank, voided))
    assert '<details class="no-print" open><summary>Hủy một biên lai' in refused.content.decode()
    with scoping.system("test"):
        assert Payment.objects.get(id=second.id).voided_at is None
