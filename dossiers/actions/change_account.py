from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Agency
from accounts.roles import Role
from dossiers.acting import checked
from dossiers.models import BankAccount
from dossiers.policies import DossierPolicy
from dossiers.vietqr import QrFault, payload
from events.recording import record
from foundation.errors import InvalidInput, NotFound, NotPermitted
from foundation.local_time import today_local

KEEPERS = frozenset({Role.CENTRE_DIRECTOR, Role.ADMIN})


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
def change_account(agency_id: UUID, new: NewAccount, *, actor: Actor) -> BankAccount:
    """Say into which account an agency's fees go from a day on (đổi tài khoản thu phí). The former one ends the day before and
    stays: what still comes into it is received and matched. Bills show the account of the day on which they are looked at.

    NotFound, NotPermitted, or InvalidInput on ``bank``, ``number``, ``holder``, ``valid_from`` or ``secret``.
    """
    agency = Agency.objects.filter(id=agency_id).first()
    if agency is None or agency.province_id != actor.province_id:
        raise NotFound("agency_not_found", _("Không có đơn vị này."))
    if not may_keep_accounts(actor):
        raise NotPermitted("not_permitted", _("Vị trí của bạn không đổi được tài khoản thu phí."))
    checked_account(new)
    last = BankAccount.objects.select_for_update(of=("self",)).filter(agency=agency).order_by("valid_from").last()
    if last is not None:
        if last.valid_from >= new.valid_from:
            raise InvalidInput.on(
                "valid_from", "order", _("Phải sau ngày bắt đầu dùng tài khoản gần nhất (%(day)s).") % {"day": f"{last.valid_from:%d/%m/%Y}"}
            )  # fmt: skip
        if last.valid_to is None:
            last.valid_to = new.valid_from - timedelta(days=1)
            last.save(update_fields=["valid_to"])
    made = BankAccount.objects.create(
        province_id=agency.province_id, agency=agency, bank=new.bank, number=new.number,
        holder=checked(new.holder, "holder", 200), valid_from=new.valid_from, secret=new.secret,
    )  # fmt: skip
    record(
        "bank_account.changed", subject=("bank_account", made.id), province_id=agency.province_id, agency_ids=[agency.id],
        actor=actor, data={"agency_id": agency.id, "count": 0 if last is None else 1},
    )  # fmt: skip
    return made


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
