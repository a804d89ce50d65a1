"""The money pages of the demonstration show life, and nobody's real account."""

from django.db.models import Count

from dossiers.models import BankAccount, Charge, Payment, Refund, ShiftClose
from dossiers.money import balance_of


def test_two_units_of_each_province_have_an_account_that_no_bank_has(seeded):
    accounts = list(BankAccount.objects.all())
    assert len(accounts) == 6 and {a.bank for a in accounts} == {"000000"}
    assert all("THỬ" in a.holder for a in accounts)


def test_there_is_something_of_everything(seeded):
    per_province = dict(Payment.objects.exclude(dossier=None).values_list("province__code").annotate(Count("id")))
    assert set(per_province) == {"H05", "H19", "H36"} and min(per_province.values()) >= 6
    assert set(Payment.objects.values_list("method", flat=True)) == {"cash", "vietqr"}
    assert Payment.objects.filter(dossier=None).count() == 6
    assert ShiftClose.objects.count() >= 3 and not Payment.objects.filter(cashier__isnull=False, shift=None).exists()
    assert Refund.objects.count() >= 3
    balances = [balance_of(d) for d in set(Charge.objects.values_list("dossier_id", flat=True))]
    assert any(b.settled for b in balances) and any(b.left for b in balances)
