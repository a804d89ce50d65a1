"""``/can-bo/chot-ca/`` and ``/can-bo/so-chot-ca/``: a cashier's shift, and all shifts of a unit for who oversees it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import Agency, User
from dossiers.actions.close_shift import CASH, close_shift, counters_of
from dossiers.shifts import Taken, cashier_at, closes_of, open_receipts, open_shifts, overseen, own_closes, taken_since
from dossiers.transfers import looked_into, unmatched
from foundation.errors import DomainError, InvalidInput, NotFound
from foundation.paging import keyset, small_count
from portal.office.access import actor_of, officials_only
from portal.office.money_forms import dong
from portal.public.errors import page

SIZE = 20


@officials_only
def shift(request: HttpRequest) -> HttpResponse:
    """What this official took since the last close, counter by counter, and the own closes so far."""
    counters = counters_of(actor_of(request))
    if not counters:
        return page(request, 403, _("Chốt ca thu tiền"), _("Vị trí của bạn không thu tiền ở quầy nào."))
    user: User = request.user  # type: ignore[assignment]
    return _shift(request, user, counters, "office:shift")


@officials_only
def shifts(request: HttpRequest) -> HttpResponse:
    """Who has something to close at a unit, and all its closes, a page at a time."""
    units = overseen(actor_of(request))
    if units is None:
        return page(request, 403, _("Sổ chốt ca"), _("Vị trí của bạn không theo dõi việc chốt ca."))
    context: dict[str, Any] = {"units": units, "agency": None, "kept": ""}
    if units:
        agency = _chosen(request.GET.get("noi"), units)
        context |= {
            "agency": agency, "open": open_shifts(agency.id), "kept": f"?noi={agency.id}&",
            "closes": keyset(
                closes_of(agency.id), order=("id",), cursor=request.GET.get("cursor"), size=SIZE, descending=True
            ),
        }  # fmt: skip
    return render(request, "office/shifts.html.jinja", context, using="jinja2")


@officials_only
def shift_of(request: HttpRequest, cashier_id: UUID) -> HttpResponse:
    """The shift of a cashier who cannot close it, for who oversees the counter."""
    units = overseen(actor_of(request))
    if units is None:
        return page(request, 403, _("Sổ chốt ca"), _("Vị trí của bạn không theo dõi việc chốt ca."))
    agency = _chosen(request.GET.get("noi"), units) if units else None
    cashier = cashier_at(agency.id, cashier_id) if agency else None
    if agency is None or cashier is None:
        raise NotFound("cashier_not_found", _("Không có ca thu tiền nào của người này ở đơn vị."))
    return _shift(request, cashier, [agency], "office:shift-of")


def _shift(request: HttpRequest, cashier: User, counters: list[Agency], name: str) -> HttpResponse:
    """One shift at one counter: shown; by POST closed."""
    own = name == "office:shift"
    error: DomainError | None = None
    agency = _chosen(request.GET.get("noi"), counters)
    if request.method == "POST":
        try:
            made = _closed(request, counters, None if own else cashier.id)
            messages.success(request, _("Đã chốt ca: %(n)s biên lai.") % {"n": made})
            there = redirect("office:shift" if own else "office:shifts")
            there["Location"] += f"?noi={agency.id}" if len(counters) > 1 or not own else ""
            return there
        except DomainError as refused:
            error = refused
    faults = {fault.field: fault.message for fault in error.errors} if error else {}
    context = {
        "whose": None if own else cashier, "counters": counters, "agency": agency, "error": error, "faults": faults,
        "typed": request.POST, "kept": f"?noi={agency.id}&", "fields": [(t, *_field(t)) for t in taken_since(agency.id, cashier.id)],
        "receipts": keyset(open_receipts(agency.id, cashier.id), order=("id",), cursor=request.GET.get("cursor"), size=SIZE),
        "closes": keyset(
            own_closes(cashier.id), order=("id",), cursor=request.GET.get("chot"), size=SIZE, descending=True
        ),
        "waiting": small_count(unmatched(agency.id)), "disputes": list(looked_into(agency.id)[: SIZE + 1]), "most": SIZE,
    }  # fmt: skip
    return render(request, "office/shift.html.jinja", context, status=error.status if error else 200, using="jinja2")


def _closed(request: HttpRequest, counters: list[Agency], cashier_id: UUID | None) -> int:
    """Close what was counted; how many receipts."""
    data = request.POST
    chosen = next((a for a in counters if str(a.id) == data.get("agency")), None)
    if chosen is None:
        raise InvalidInput.on("agency", "unknown", _("Bạn không thu tiền ở quầy này."))
    whose: UUID = cashier_id or request.user.id  # type: ignore[assignment,union-attr]
    counts, faults = {}, []
    for taken in taken_since(chosen.id, whose):
        name = _field(taken)[0]
        try:
            counts[taken.method] = dong(data.get(name, ""), name)
        except InvalidInput as refused:
            faults += refused.errors
    if faults:
        raise InvalidInput(faults[0].code, faults[0].message, faults)
    made = close_shift(
        chosen.id, counts=counts, reason=data.get("reason", ""), actor=actor_of(request), cashier_id=cashier_id
    )
    return made.receipts


def _field(taken: Taken) -> tuple[str, str]:
    """The name of the field for what was taken in one way, and what is to be written there."""
    labels = {
        "cash": _("Tiền mặt đếm được (đồng)"),
        "vietqr": _("Chuyển khoản, theo sao kê ngân hàng (đồng)"),
        "card": _("Thẻ, theo phiếu tổng kết của máy quẹt thẻ (đồng)"),
        "national_portal": _("Cổng Dịch vụ công quốc gia, theo bảng đối soát (đồng)"),
    }
    return "counted" if taken.method == CASH else f"counted-{taken.method}", labels[taken.method]


def _chosen(key: str | None, units: list[Agency]) -> Agency:
    """The unit that was asked for, or the first one; NotFound for one that is not theirs."""
    if not key:
        return units[0]
    found = next((a for a in units if str(a.id) == key), None)
    if found is None:
        raise NotFound("agency_not_found", _("Không có đơn vị này."))
    return found
