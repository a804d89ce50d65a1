"""``/can-bo/chuyen-khoan/``: transfers that wait for a person to find their dossier, and those that are looked into."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.models import Agency
from dossiers.actions.collect_payment import ACT as MATCH
from dossiers.actions.dispute_transfer import dispute_transfer, lift_dispute
from dossiers.actions.match_transfer import match_transfer
from dossiers.actions.refund_payment import ACT as REFUND
from dossiers.actions.refund_payment import refund_payment
from dossiers.actions.void_payment import ACT as VOID
from dossiers.money_desks import money_desks
from dossiers.policies import DossierPolicy
from dossiers.transfers import looked_into, narrowed, offered, unmatched
from foundation.errors import DomainError, InvalidInput, NotFound
from foundation.paging import keyset
from portal.office.access import actor_of, officials_only
from portal.office.day_field import DayField
from portal.office.money_forms import dong
from portal.public.errors import page

SIZE = 20


class AmountField(forms.CharField):
    """An amount as people type it, in đồng."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return dong(text, "") if text else None
        except InvalidInput as error:
            raise ValidationError([str(fault.message) for fault in error.errors]) from error


class Narrow(forms.Form):
    """Which counter, which day, how much, which reference of the bank."""

    noi = forms.ChoiceField(label=gettext_lazy("Đơn vị thu"), required=False)
    ngay = DayField(label=gettext_lazy("Ngày chuyển"), required=False)
    so_tien = AmountField(label=gettext_lazy("Số tiền (đồng)"), required=False, max_length=20)
    ma = forms.CharField(label=gettext_lazy("Mã giao dịch của ngân hàng"), required=False, max_length=64)

    def __init__(self, data: object, *, desks: list[Agency]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["noi"].choices = [(str(a.id), a.name) for a in desks]  # type: ignore[attr-defined]


@officials_only
def transfers(request: HttpRequest) -> HttpResponse:
    """Narrowed and a page at a time; by POST one of them is matched, looked into, or no longer looked into."""
    actor = actor_of(request)
    desks = money_desks(actor)
    if desks is None:
        return page(request, 403, _("Tiền chuyển khoản"), _("Vị trí của bạn không thu tiền ở quầy nào."))
    error: DomainError | None = None
    if request.method == "POST":
        try:
            messages.success(request, _done(request, actor))
            return redirect(request.get_full_path())
        except DomainError as refused:
            error = refused
    form = Narrow(request.GET, desks=desks)
    context: dict[str, object] = {
        "form": form, "error": error, "typed": request.POST, "page": None, "rows": [], "disputes": None, "agency": None,
        "narrowed": False,
    }  # fmt: skip
    if form.is_valid() and desks:
        chosen = next((a for a in desks if str(a.id) == form.cleaned_data["noi"]), desks[0])
        context |= {"agency": chosen, "desks": desks, **_shown(request, chosen, form.cleaned_data, actor)}
    status = error.status if error else 400 if form.errors else 200
    return render(request, "office/transfers.html.jinja", context, status=status, using="jinja2")


def _shown(request: HttpRequest, agency: Agency, asked: dict[str, Any], actor: Actor) -> dict[str, object]:
    policy = DossierPolicy.of(actor)
    rows = narrowed(unmatched(agency.id), day=asked["ngay"], amount=asked["so_tien"], reference=asked["ma"].strip())
    found = keyset(rows, order=("id",), cursor=request.GET.get("cursor"), size=SIZE)
    kept = request.GET.copy()
    for name in ("cursor", "tra-soat"):
        kept.pop(name, None)
    meant = offered((p.content for p in found.items), agency.id)
    return {
        "page": found, "rows": list(zip(found.items, meant, strict=True)), "address": f"?{kept.urlencode()}&" if kept else "?",
        "disputes": keyset(looked_into(agency.id), order=("id",), cursor=request.GET.get("tra-soat"), size=SIZE), "narrowed": any(asked[name] for name in ("ngay", "so_tien", "ma")),
        "may_match": policy.may_at(MATCH, agency.id), "may_dispute": policy.may_at(VOID, agency.id),
        "may_refund": policy.may_at(REFUND, agency.id),
    }  # fmt: skip


def _done(request: HttpRequest, actor: Actor) -> str:
    """What was asked for, in words once it is done."""
    data = request.POST
    match data.get("action"):
        case "match":
            matched = match_transfer(key_of(request, "payment"), data.get("code", ""), actor=actor)
            return _("Đã ghi biên lai %(number)s cho hồ sơ.") % {"number": matched.receipt}
        case _:
            return changed(request, lambda: key_of(request, "payment"), actor)


def changed(request: HttpRequest, key: Callable[[], UUID], actor: Actor) -> str:
    """Begin or end looking into the money of this key, or give it back; in words once it is done."""
    data = request.POST
    match data.get("action"):
        case "dispute":
            dispute_transfer(key(), reason=data.get("reason", ""), actor=actor)
            return _("Đã ghi là đang tra soát.")
        case "lift":
            lift_dispute(key(), outcome=data.get("outcome", ""), actor=actor)
            return _("Đã ghi kết quả tra soát.")
        case "refund":
            refund_payment(
                key(), amount=dong(data.get("amount", ""), "amount"), voucher=data.get("voucher", ""),
                reason=data.get("reason", ""), actor=actor,
            )  # fmt: skip
            return _("Đã ghi việc hoàn trả.")
    raise InvalidInput.on("action", "unknown", _("Không có thao tác này."))


def key_of(request: HttpRequest, name: str) -> UUID:
    """The payment that was named; NotFound for what is no id."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise NotFound("payment_not_found", _("Không có biên lai này, hoặc bạn không được xem.")) from error
