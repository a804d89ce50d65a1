from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Agency
from accounts.roles import Role
from dossiers.acting import checked
from dossiers.models import BankAccount, Payment
from dossiers.policies import DossierPolicy
from dossiers.vietqr import QrFault, payload
from events.recording import record
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted
from foundation.local_time import now, today_local

KEEPERS = frozenset({Role.CENTRE_DIRECTOR, Role.ADMIN})
DAY = timedelta(days=1)


@dataclass(frozen=True)
class NewAccount:
    """An account as a person enters it: the bank's BIN, the number, whose it is, and from which day on it is used."""

    bank: str
    number: str
    holder: str
    valid_from: date
    secret: str = ""


def may_keep_accounts(actor: Actor) -> bool:
    """Whether this official says into which accounts fees are transferred."""
    grants = DossierPolicy.of(actor).grants
    return grants is not None and bool(grants.roles & KEEPERS)


@transaction.atomic
def change_account(
    agency_id: UUID, new: NewAccount, *, actor: Actor, replacing: bool = False, expected: str | None = None
) -> BankAccount:
    """Say into which account an agency's fees go from a day on (đổi tài khoản thu phí). The former one ends the day before and
    stays: what still comes into it is received and matched. Bills show the account of the day on which they are looked at.

    Where accounts begin on that day or later (mistyped today, or planned), the new one takes their place only if ``replacing``
    says so, and only while no money has come into them: they are kept as replaced, and count no more. ``expected`` is the id of
    the latest account that was looked at before (empty for none): another one is a Conflict, as is a change at the same time.

    NotFound, NotPermitted, Conflict, or InvalidInput on ``bank``, ``number``, ``holder``, ``valid_from`` or ``secret``.
    """
    agency = Agency.objects.filter(id=agency_id).first()
    if agency is None or agency.province_id != actor.province_id:
        raise NotFound("agency_not_found", _("Không có đơn vị này."))
    if not may_keep_accounts(actor):
        raise NotPermitted("not_permitted", _("Vị trí của bạn không đổi được tài khoản thu phí."))
    checked_account(new)
    rows = list(_standing(agency.id).select_for_update(of=("self",)))
    last = rows[-1] if rows else None
    if expected is not None and expected != (str(last.id) if last else ""):
        raise _meanwhile()
    wrong = _wrong(rows, new.valid_from)
    if wrong and not replacing:
        raise InvalidInput.on(
            "valid_from", "order", _("Phải sau ngày bắt đầu dùng tài khoản gần nhất (%(day)s).") % {"day": f"{rows[-1].valid_from:%d/%m/%Y}"}
        )  # fmt: skip
    if any(took_money(row) for row in wrong):
        raise Conflict(
            "account_in_use", _("Tài khoản bắt đầu từ ngày này đã có tiền chuyển vào nên không thay ngay được; hãy chọn ngày sau.")
        )  # fmt: skip
    former = next((row for row in reversed(rows) if row not in wrong), None)
    try:
        with transaction.atomic():
            return _changed(agency, new, former, wrong, actor)
    except IntegrityError as error:
        if "bank_account_" in str(error):  # somebody else entered one in the meantime
            raise _meanwhile() from error
        raise


def _changed(
    agency: Agency, new: NewAccount, former: BankAccount | None, wrong: list[BankAccount], actor: Actor
) -> BankAccount:
    when = now()
    for row in wrong:
        row.replaced_at = when
        row.save(update_fields=["replaced_at"])
        record(
            "bank_account.replaced", subject=("bank_account", row.id), province_id=agency.province_id,
            agency_ids=[agency.id], actor=actor, data={"agency_id": agency.id},
        )  # fmt: skip
    if former is not None and (former.valid_to is None or (wrong and former.valid_to == wrong[0].valid_from - DAY)):
        former.valid_to = new.valid_from - DAY
        former.save(update_fields=["valid_to"])
    made = BankAccount.objects.create(
        province_id=agency.province_id, agency=agency, bank=new.bank, number=new.number,
        holder=checked(new.holder, "holder", 200), valid_from=new.valid_from, secret=new.secret,
    )  # fmt: skip
    record(
        "bank_account.changed", subject=("bank_account", made.id), province_id=agency.province_id, agency_ids=[agency.id],
        actor=actor, data={"agency_id": agency.id, "count": 0 if former is None else 1},
    )  # fmt: skip
    return made


def latest(agency_id: UUID) -> BankAccount | None:
    """The account of a unit that begins last, whether it is in use already or not."""
    return _standing(agency_id).last()


def in_the_way(agency_id: UUID, begins: date) -> list[BankAccount]:
    """The accounts of a unit that one that begins on this day would take the place of."""
    return _wrong(list(_standing(agency_id)), begins)


def took_money(account: BankAccount) -> bool:
    """Whether a transfer into it is recorded. Index ``transfer_once``."""
    return Payment.objects.filter(account=account, voided_at=None).exclude(bank_reference="").exists()


def _standing(agency_id: UUID) -> QuerySet[BankAccount]:
    return BankAccount.objects.filter(agency_id=agency_id, replaced_at=None).order_by("valid_from")


def _wrong(rows: list[BankAccount], begins: date) -> list[BankAccount]:
    return [row for row in rows if row.valid_from >= begins]


def _meanwhile() -> Conflict:
    return Conflict(
        "changed_meanwhile", _("Tài khoản của đơn vị này vừa được người khác đổi. Hãy xem lại rồi đổi nếu vẫn cần.")
    )


def checked_account(new: NewAccount) -> None:
    """InvalidInput where no VietQR can be written for it, or it would begin in the past."""
    words = {
        "bank": _("Mã BIN của ngân hàng có sáu chữ số."),
        "number": _("Số tài khoản có từ 1 đến 19 chữ và số."),
    }
    try:
        payload(new.bank, new.number, 1, "A")
    except QrFault as fault:
        name = {"account": "number"}.get(str(fault), str(fault))
        raise InvalidInput.on(name, "invalid", words[name]) from fault
    if not checked(new.holder, "holder", 200):
        raise InvalidInput.on("holder", "required", _("Hãy ghi tên chủ tài khoản."))
    if new.valid_from < today_local():
        raise InvalidInput.on("valid_from", "past", _("Không đổi được tài khoản của những ngày đã qua."))
    if new.secret and not 16 <= len(new.secret) <= 200:
        raise InvalidInput.on("secret", "length", _("Khóa ký có từ 16 đến 200 ký tự."))
