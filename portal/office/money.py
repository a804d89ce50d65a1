"""``/can-bo/ho-so/<id>/phi/`` and ``/can-bo/chot-ca/``: what a dossier owes and has paid; a cashier's shift."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from dossiers.actions.assess_charges import ACT as ASSESS
from dossiers.actions.assess_charges import assess_charges, fees_of, may_be_assessed
from dossiers.actions.close_shift import close_shift, counters_of, open_receipts
from dossiers.actions.collect_payment import ACT as COLLECT
from dossiers.actions.collect_payment import collect_payment
from dossiers.actions.issue_receipt import issue_receipt
from dossiers.actions.move_transfer import move_transfer
from dossiers.actions.void_payment import ACT as VOID
from dossiers.actions.void_payment import void_payment
from dossiers.models import Dossier, Payment, ShiftClose
from dossiers.money import account_of, balance_of, printed_of, qr_of
from dossiers.policies import DossierPolicy
from dossiers.reading import note_read
from dossiers.transfers import looked_into, open_disputes, unmatched
from dossiers.vietqr import message_of
from dossiers.waiving import FREELY, waivers_of
from foundation.errors import DomainError, InvalidInput
from foundation.paging import small_count
from portal.office.access import officials_only
from portal.office.conflict import version_shown
from portal.office.dossier import found
from portal.office.money_forms import cases_of, dong
from portal.office.transfers import disputed, key_of
from portal.public.errors import page

LATEST = 20
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
            void_payment(key_of(request, "payment"), reason=data.get("reason", ""), actor=actor)
            return _("Đã hủy biên lai.")
        case "move":
            moved = move_transfer(
                key_of(request, "payment"), data.get("code", ""), reason=data.get("reason", ""), actor=actor
            )
            return _("Đã chuyển sang hồ sơ khác, biên lai mới số %(number)s.") % {"number": moved.receipt}
        case "receipt":
            paper = issue_receipt(key_of(request, "payment"), actor=actor)
            return _("Đã lập biên lai số %(number)s.") % {"number": paper.number}
        case _:
            return disputed(request, actor)


def _page(request: HttpRequest, row: Dossier, error: DomainError | None = None) -> HttpResponse:
    policy = DossierPolicy.of_user(request.user)  # type: ignore[arg-type]
    may: Callable[[str], bool] = lambda act: policy.may(act, row)  # noqa: E731
    fees = fees_of(row) if row.code else []
    context: dict[str, Any] = {
        "d": row, "error": error, "typed": request.POST, "fees": fees, "waivers": waivers_of(row, fees),
        "may_waive": may(FREELY), "may_assess": may_be_assessed(row) and may(ASSESS), "may_collect": may(COLLECT), "may_void": may(VOID), "methods": _METHODS,
        **money_of(row),
    }  # fmt: skip
    context["printed"] = printed_of(row.id) if policy.sees_people else {}
    context["disputes"] = open_disputes(context["balance"].payments)
    return render(request, "office/money.html.jinja", context, status=error.status if error else 200, using="jinja2")


def money_of(row: Dossier) -> dict[str, Any]:
    """The balance, and the VietQR of what is left where there is an account for it."""
    balance = balance_of(row.id)
    account = account_of(row) if balance.left and row.code else None
    return {
        "balance": balance, "account": account, "pay_message": message_of(row.code or ""),
        "qr": qr_of(account, balance.left, row.code or "") if account else None,
    }  # fmt: skip


@officials_only
def shift(request: HttpRequest) -> HttpResponse:
    """The own cash since the last close, counter by counter, and the closes so far."""
    user: User = request.user  # type: ignore[assignment]
    actor = Actor.of_user(user)
    counters = counters_of(actor)
    if not counters:
        return page(request, 403, _("Chốt ca thu tiền"), _("Vị trí của bạn không thu tiền ở quầy nào."))
    error: DomainError | None = None
    if request.method == "POST":
        try:
            chosen = next((a for a in counters if str(a.id) == request.POST.get("agency")), None)
            if chosen is None:
                raise InvalidInput.on("agency", "unknown", _("Bạn không thu tiền ở quầy này."))
            counted = dong(request.POST.get("counted", ""), "counted")
            made = close_shift(chosen.id, counted=counted, reason=request.POST.get("reason", ""), actor=actor)
            messages.success(request, _("Đã chốt ca: %(n)s biên lai.") % {"n": made.receipts})
            return redirect("office:shift")
        except DomainError as refused:
            error = refused
    shown = []
    for agency in counters:
        receipts = list(open_receipts(agency.id, user.id))
        total = sum(p.amount for p in receipts if p.voided_at is None)
        waiting = small_count(unmatched(agency.id))
        shown.append((agency, receipts, total, waiting, list(looked_into(agency.id)[:LATEST])))
    closes = ShiftClose.objects.filter(cashier_id=user.id).order_by("-id")[:LATEST]
    context = {"counters": shown, "closes": closes, "error": error, "typed": request.POST}
    return render(request, "office/shift.html.jinja", context, status=error.status if error else 200, using="jinja2")
