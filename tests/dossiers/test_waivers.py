"""Which waivers may be chosen for a dossier, by whom, and what a charge keeps of one."""

from datetime import timedelta

import pytest

from dossiers.actions.assess_charges import ByRule, Case, assess_charges, fees_of
from dossiers.charging import Waiver
from dossiers.models import Dossier
from dossiers.states import Status
from dossiers.waiving import waivers_of
from foundation import scoping
from foundation.errors import InvalidInput, NotPermitted
from foundation.local_time import today_local
from procedures.importing import import_catalogue
from tests.dossiers.test_money import assessed, balance, dossier, reread, rows, waiting  # noqa: F401 - a fixture
from tests.procedures.catalogues import waiver, waivers
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db
OTHER = Waiver(100, "Người thân", "Không có")


def rules(world, row):
    with world.scope("cashier"):
        found = Dossier.objects.get(id=row.id)
        fees = fees_of(found)
        return {rule.code for rule in waivers_of(found, fees)[fees[0].id]}


def put(**rule):
    import_catalogue(waivers(waiver(**rule)))


def test_a_rule_in_force_is_chosen_and_kept_with_its_arithmetic(world, dossier):  # noqa: F811
    put(code="hop_tac_xa", name="Hợp tác xã", percent=30, citation="Nghị quyết thử", unverified=True)
    full = rows(world, dossier)[0].amount
    found = assessed(world, dossier, waiver=ByRule("hop_tac_xa"))
    assert found.owed == full * 7 // 10
    assert found.charges[0].explanation["waived"] == {
        "code": "hop_tac_xa", "percent": 30, "rule": "Hợp tác xã", "citation": "Nghị quyết thử", "amount": full * 3 // 10,
        "stated": False, "unverified": True,
    }  # fmt: skip


def test_a_rule_may_take_off_an_amount(world, dossier):  # noqa: F811
    put(code="bot", percent=None, amount=200_000)
    assert assessed(world, dossier, waiver=ByRule("bot")).owed == rows(world, dossier)[0].amount - 200_000


def test_the_day_of_filing_counts(world, dossier):  # noqa: F811
    """Given rules that end today, end yesterday and begin tomorrow, what was filed today has the first alone, also tomorrow."""
    today, day = today_local(), timedelta(days=1)
    put(code="den_nay", to=today.isoformat())
    put(code="da_het", to=(today - day).isoformat())
    put(code="sap_co", **{"from": (today + day).isoformat()})
    assert rules(world, dossier) & {"den_nay", "da_het", "sap_co"} == {"den_nay"}
    with scoping.system("test"):
        Dossier.objects.filter(id=dossier.id).update(submitted_at=dossier.submitted_at - day)
    assert rules(world, dossier) & {"den_nay", "da_het", "sap_co"} == {"den_nay", "da_het"}
    with nothing_changes(), pytest.raises(InvalidInput):
        assessed(world, dossier, waiver=ByRule("sap_co"))


@pytest.mark.parametrize("role", ["cashier", "receptionist", "case_officer"])
def test_who_takes_the_money_does_not_decide_alone_that_there_is_none_to_take(world, dossier, role):  # noqa: F811
    """Given a dossier that waits for money, a receptionist cannot let its clock go on by a waiver of their own."""
    put(code="chua_ro", percent=None, unverified=True)
    assessed(world, dossier)
    waiting(world, dossier)
    fee = rows(world, dossier)[0]
    with world.scope(role), nothing_changes():
        for asked in (OTHER, ByRule("chua_ro", 100), ByRule("chua_ro")):
            with pytest.raises(NotPermitted):
                assess_charges(dossier.id, {fee.id: Case(waiver=asked)}, actor=world.actor(role))
    assert reread(dossier).state is Status.AWAITING_PAYMENT and balance(dossier).owed == fee.amount


@pytest.mark.parametrize("role", ["unit_head", "centre_director"])
def test_a_head_decides_and_says_by_what(world, dossier, role):  # noqa: F811
    put(code="chua_ro", percent=None, unverified=True)
    assert assessed(world, dossier, role, waiver=OTHER).owed == 0
    found = assessed(world, dossier, role, waiver=ByRule("chua_ro", 50))
    assert found.charges[0].explanation["waived"] | {"amount": 0, "rule": "", "citation": ""} == {
        "code": "chua_ro", "percent": 50, "rule": "", "citation": "", "amount": 0, "stated": True, "unverified": True,
    }  # fmt: skip
    with nothing_changes():
        for wrong in (
            Waiver(100, "a", " "),
            Waiver(100, "", "b"),
            Waiver(0, "a", "b"),
            ByRule("chua_ro"),
            ByRule("la"),
        ):
            with pytest.raises(InvalidInput):
                assessed(world, dossier, role, waiver=wrong)


def test_a_percentage_of_a_known_rule_is_not_argued_with(world, dossier):  # noqa: F811
    put(code="nua", percent=50)
    assert assessed(world, dossier, waiver=ByRule("nua", 100)).owed == rows(world, dossier)[0].amount // 2
