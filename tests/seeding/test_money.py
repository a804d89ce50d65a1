"""The money pages of the demonstration show life, and nobody's real account."""

from django.db.models import Count
from django.test import Client

from dossiers.models import BankAccount, Charge, Dossier, Payment, Refund, ShiftClose
from dossiers.money import balance_of, bill_of
from dossiers.states import Status
from tests.support.administration import text


def test_the_units_that_take_money_have_an_account_that_no_bank_has(seeded):
    accounts = list(BankAccount.objects.all())
    assert len(accounts) == 7 and {a.bank for a in accounts} == {"000000"}
    assert all("THỬ" in a.holder for a in accounts)


def test_there_is_something_of_everything(seeded):
    per_province = dict(Payment.objects.exclude(dossier=None).values_list("province__code").annotate(Count("id")))
    assert set(per_province) == {"H05", "H19", "H36"} and min(per_province.values()) >= 6
    assert set(Payment.objects.values_list("method", flat=True)) == {"cash", "vietqr"}
    assert Payment.objects.filter(dossier=None).count() == 7
    assert ShiftClose.objects.count() >= 3 and not Payment.objects.filter(cashier__isnull=False, shift=None).exists()
    assert Refund.objects.count() >= 3
    balances = [balance_of(d) for d in set(Charge.objects.values_list("dossier_id", flat=True))]
    assert any(b.settled for b in balances) and any(b.left for b in balances)


def test_whoever_was_told_to_pay_sees_how_much_and_how(seeded):
    """Given every dossier that waits for money, the look-up has its fees, the amount that is left and the VietQR."""
    waiting = Dossier.objects.filter(status=Status.AWAITING_PAYMENT, mirror_system="")
    bills = [bill_of(row.id) for row in waiting]
    assert len(bills) > 20 and all(bill and bill.lines and bill.left and bill.qr for bill in bills)
    row = waiting.exclude(receipt_code="").first()
    answer = Client().post("/tra-cuu/", {"code": row.code, "secret": row.receipt_code})
    assert "Còn phải nộp" in text(answer) and "data:image/svg" in answer.content.decode()


def test_a_waiver_was_chosen_from_the_rules(seeded):
    codes = [(c.explanation.get("waived") or {}).get("code") for c in Charge.objects.filter(state="waived")]
    assert codes and all(codes)
