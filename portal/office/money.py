"""``/can-bo/ho-so/<id>/phi/``: what a dossier owes and has paid."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.actions.assess_charges import ACT as ASSESS
from dossiers.actions.assess_charges import assess_charges, fees_of, is_collectable, may_be_assessed
from dossiers.actions.collect_payment import ACT as COLLECT
from dossiers.actions.collect_payment import collect_payment
from dossiers.actions.issue_receipt import issue_receipt
from dossiers.actions.move_transfer import move_transfer
from dossiers.actions.refund_payment import ACT as REFUND
from dossiers.actions.void_payment import ACT as VOID
from dossiers.actions.void_payment import void_payment
from dossiers.models import Dossier, Payment
from dossiers.money import Balance, account_of, balance_of, of_dossier, printed_of, qr_of, refunds_of
from dossiers.policies import DossierPolicy
from dossiers.reading import note_read
from dossiers.transfers import open_disputes
from dossiers.vietqr import message_of
from dossiers.waiving import FREELY, waivers_of
from foundation.errors import DomainError
from portal.office.access import officials_only
from portal.office.conflict import version_shown
from portal.office.dossier import found
from portal.office.money_forms import cases_of, dong, filled
from portal.office.transfers import changed, key_of
from procedures.models import FeeRow

_METHODS = [(value, name) for value, name in Payment.Method.choices]


@officials_only
def money(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Determine, collect and void; a refusal is shown with what was typed."""
    row = found(dossier_id)
    actor = Actor.of_user(request.user)  # type: ignore[arg-type]
    note_read([row], actor=actor, way="page")
    if request.method == "POST":
        try:
            messages.success(request, _done(request, row, actor))
        except DomainError as refused:
            return _page(request, found(dossier_id), refused)
        return redirect("office:money", dossier_id=dossier_id)
    return _page(request, row)


def _done(request: HttpRequest, row: Dossier, actor: Actor) -> str:
    """What was asked for, in words once it is done."""
    data = request.POST
    match data.get("action"):
        case "assess":
            assess_charges(row.id, cases_of(data, fees_of(row)), actor=actor, expected_version=version_shown(request))
            return _("Đã xác định phí, lệ phí.")
        case "collect":
            payment = collect_payment(
                row.id, amount=dong(data.get("amount", ""), "amount"), method=data.get("method", ""), actor=actor,
                bank_reference=data.get("bank_reference", ""), expected_version=version_shown(request),
            )  # fmt: skip
            return _("Đã thu tiền, biên lai số %(number)s.") % {"number": payment.receipt}
        case "void":
            void_payment(_key(request, row), reason=data.get("reason", ""), actor=actor)
            return _("Đã hủy biên lai.")
        case "move":
            moved = move_transfer(_key(request, row), data.get("code", ""), reason=data.get("reason", ""), actor=actor)
            return _("Đã chuyển sang hồ sơ khác, biên lai mới số %(number)s.") % {"number": moved.receipt}
        case "receipt":
            paper = issue_receipt(_key(request, row), actor=actor)
            return _("Đã lập biên lai số %(number)s.") % {"number": paper.number}
        case _:
            return changed(request, lambda: _key(request, row), actor)


def _key(request: HttpRequest, row: Dossier) -> UUID:
    """The payment that was named, of this dossier; NotFound for any other."""
    key = key_of(request, "payment")
    of_dossier(key, row.id)
    return key


def _page(request: HttpRequest, row: Dossier, error: DomainError | None = None) -> HttpResponse:
    policy = DossierPolicy.of_user(request.user)  # type: ignore[arg-type]
    may: Callable[[str], bool] = lambda act: policy.may(act, row)  # noqa: E731
    open_, fees = may_be_assessed(row), fees_of(row) if row.code else []
    context: dict[str, Any] = {
        "d": row, "error": error, "typed": request.POST, "fees": fees, "waivers": waivers_of(row, fees),
        "may_waive": may(FREELY), "may_assess": open_ and may(ASSESS), "may_print": may(COLLECT), "may_collect": open_ and may(COLLECT),
        "may_void": may(VOID), "may_refund": may(REFUND), "methods": _METHODS, **money_of(row),
    }  # fmt: skip
    balance: Balance = context["balance"]
    context["printed"] = printed_of(row.id) if policy.sees_people else {}
    context["disputes"] = disputes = open_disputes(balance.payments)
    context["refunds"] = refunds_of(balance.payments)
    calm = [p for p in balance.payments if p.voided_at is None and p.id not in disputes]
    context |= {
        "calm": calm, "voidable": [p for p in calm if p.voidable], "movable": [p for p in calm if p.movable],
        "refundable": [p for p in calm if p.kept],
    }  # fmt: skip
    offered = {fee.id for fee in context["fees"]}
    context["gone"] = [c for c in balance.charges if c.fee_id not in offered]
    assessing = request.POST.get("action") == "assess"
    context["asked"] = request.POST if assessing else _asked(balance, context["fees"])
    return render(request, "office/money.html.jinja", context, status=error.status if error else 200, using="jinja2")


def _asked(balance: Balance, fees: list[FeeRow]) -> dict[str, str]:
    """How the form to determine fees begins: with what is determined; else with the only fee that there is."""
    if balance.charges:
        return filled(balance.charges)
    return {f"fee-{fees[0].id}": "1"} if len(fees) == 1 else {}


def money_of(row: Dossier) -> dict[str, Any]:
    """The balance, and the VietQR of what is left where that is still asked for and there is an account for it."""
    balance = balance_of(row.id)
    collectable = is_collectable(row)
    account = account_of(row) if balance.left and row.code and collectable else None
    return {
        "balance": balance, "collectable": collectable, "account": account, "pay_message": message_of(row.code or ""),
        "qr": qr_of(account, balance.left, row.code or "") if account else None,
    }  # fmt: skip
