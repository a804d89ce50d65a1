"""Money of the demonstration, by the acts themselves: accounts that nobody has, charges, payments, a stray transfer, a shift."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from accounts.actors import Actor
from dossiers.actions.assess_charges import ByRule, Case, assess_charges, fees_of
from dossiers.actions.change_account import NewAccount, change_account
from dossiers.actions.close_shift import close_shift
from dossiers.actions.collect_payment import collect_payment
from dossiers.actions.receive_transfer import Transfer, receive_transfer
from dossiers.actions.refund_payment import refund_payment
from dossiers.models import BankAccount, Dossier, Payment
from dossiers.money import Balance
from dossiers.shifts import taken_since
from dossiers.states import Status
from foundation import scoping
from foundation.local_time import now, today_local
from portal.seeding.houses import House
from procedures.models import FeeRow, WaiverRule

UNITS = {
    "centre": ("giamdoc", "thuphi"),
    "ward_centre": ("giamdoc", "tiepnhanphuong"),
    "ward2_centre": ("giamdoc", "tiepnhandalat"),
}  # who sets the account, who collects
_BIN, _HOLDER = "000000", "TÀI KHOẢN THỬ, ĐỪNG CHUYỂN TIỀN"  # no bank has this number
_PAID, _CASH, _OWING = (
    6,
    4,
    3,
)  # dossiers of a counter: with their fees paid, of these in cash; and with fees that are owed
_BASE = 900_000_000  # of what a percentage is
_OVER = 5_000  # what one of them transferred too much, and got back
_STATED = 100_000  # where a resolution of the province says how much, and the catalogue does not


def collect(house: House) -> None:
    """What the counters of one province took today; some fees are still owed, and so are those of whatever waits for money."""
    for unit, (head, cashier) in UNITS.items():
        if unit not in house.agencies:
            continue
        director, clerk = (Actor.of_user(house.people[name]) for name in (head, cashier))
        with scoping.staff(house.province.id, None):
            account = _account(house, unit, director)
            for waiting in _waiting(account.agency_id):
                assess_charges(waiting.id, _cases(waiting), actor=clerk)
            to_waive = True
            for number, (dossier, fee) in enumerate(_chargeable(account.agency_id)):
                rule = next((one for one in fee.waivers.all() if one.measured), None) if to_waive else None
                to_waive = to_waive and rule is None  # one at each counter, where a fee has a rule for that
                owed = _assessed(dossier, fee, clerk, rule)
                if number < _PAID and owed.left:
                    reference = f"THU{unit[:1].upper()}{number:05}" if number >= _CASH else ""
                    over = _OVER if number == _CASH else 0
                    payment = _pay(dossier, owed.left + over, clerk, reference)
                    if over:
                        refund_payment(payment.id, amount=over, voucher="UNC 01", reason="Nộp thừa", actor=director)
            taken = {t.method: t.amount for t in taken_since(account.agency_id, clerk.user_id)} if clerk.user_id else {}
            if taken:
                counts = {**taken, "cash": taken.get("cash", 0) - 1_000}
                close_shift(account.agency_id, counts=counts, reason="Trả lại thừa 1.000 đ, đã ghi sổ", actor=clerk)
        with scoping.system("bank callback"):
            words = "NGUYEN VAN THU chuyen tien phi, khong nho ma ho so"
            receive_transfer(
                account, Transfer(f"THUGIA{house.province.code}", 150_000, words, now() - timedelta(hours=2))
            )


def _account(house: House, unit: str, director: Actor) -> BankAccount:
    number = f"000{house.province.numeric_code}{list(UNITS).index(unit) + 1:04}"
    return change_account(house.agencies[unit].id, NewAccount(_BIN, number, _HOLDER, today_local()), actor=director)


def _waiting(agency_id: UUID) -> list[Dossier]:
    """The dossiers of which the applicant was told to pay: a bill that says how much goes with it."""
    rows = Dossier.objects.filter(receiving_agency_id=agency_id, mirror_system="", status=Status.AWAITING_PAYMENT)
    return list(rows.select_related("version_of_procedure", "procedure", "commune"))


def _cases(dossier: Dossier) -> dict[UUID, Case]:
    """Every fee that its version asks for; taxes are the tax office's."""
    return {fee.id: _case(fee) for fee in fees_of(dossier) if fee.amount != 0 and fee.kind != FeeRow.Kind.TAX}


def _case(fee: FeeRow) -> Case:
    """With invented numbers where the catalogue has none."""
    stated = _STATED if fee.amount is None and fee.percent is None else None
    return Case(base=None if fee.percent is None else _BASE, stated=stated)


def _chargeable(agency_id: UUID) -> list[tuple[Dossier, FeeRow]]:
    """Some dossiers in work for whose procedure there is a fee, the latest first."""
    found: list[tuple[Dossier, FeeRow]] = []
    rows = Dossier.objects.filter(receiving_agency_id=agency_id, mirror_system="", code__isnull=False)
    work = rows.filter(status__in=[Status.PROCESSING, Status.COMPLETED, Status.ACCEPTED]).order_by("-accepted_at", "id")
    for dossier in work.select_related("version_of_procedure", "commune")[:80]:
        fee = next((f for f in fees_of(dossier) if f.percent is None and f.amount != 0), None)
        if fee is not None:
            found.append((dossier, fee))
        if len(found) == _PAID + _OWING:
            break
    return found


def _assessed(dossier: Dossier, fee: FeeRow, clerk: Actor, rule: WaiverRule | None) -> Balance:
    case = replace(_case(fee), waiver=ByRule(rule.code) if rule else None)
    return assess_charges(dossier.id, {fee.id: case}, actor=clerk)


def _pay(dossier: Dossier, amount: int, clerk: Actor, reference: str) -> Payment:
    method = "vietqr" if reference else "cash"
    return collect_payment(dossier.id, amount=amount, method=method, actor=clerk, bank_reference=reference)
