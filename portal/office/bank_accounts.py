"""``/can-bo/tai-khoan-thu/``: into which accounts fees are transferred, today and before; a change is confirmed first."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Agency
from dossiers.actions.change_account import (
    NewAccount,
    change_account,
    checked_account,
    in_the_way,
    latest,
    may_keep_accounts,
    took_money,
)
from dossiers.models import BankAccount
from dossiers.money_desks import accounts_of, counters_of_province
from foundation.errors import DomainError, InvalidInput, NotPermitted
from foundation.local_time import today_local
from portal.office.access import actor_of, officials_only
from portal.office.day_field import DayField


class AccountForm(forms.Form):
    """The new account of an agency, from which day on."""

    noi = forms.ChoiceField(label=gettext_lazy("Đơn vị thu"))
    bank = forms.CharField(label=gettext_lazy("Mã BIN của ngân hàng"), max_length=6)
    number = forms.CharField(label=gettext_lazy("Số tài khoản"), max_length=19)
    holder = forms.CharField(label=gettext_lazy("Chủ tài khoản"), max_length=200)
    valid_from = DayField(label=gettext_lazy("Dùng từ ngày"))

    def __init__(self, data: object, *, agencies: list[Agency]) -> None:
        super().__init__(data, initial={"valid_from": today_local().isoformat()})  # type: ignore[arg-type]
        self.fields["noi"].choices = [(str(a.id), a.name) for a in agencies]  # type: ignore[attr-defined]
        self.fields["number"].widget.attrs["inputmode"] = self.fields["bank"].widget.attrs["inputmode"] = "numeric"


@officials_only
def bank_accounts(request: HttpRequest) -> HttpResponse:
    """The accounts with their days; by POST what is about to change is shown, and by a second POST it is changed."""
    actor = actor_of(request)
    if not may_keep_accounts(actor):
        raise NotPermitted("not_permitted", _("Vị trí của bạn không đổi được tài khoản thu phí."))
    agencies = counters_of_province(actor)
    form = AccountForm(request.POST if request.method == "POST" else None, agencies=agencies)
    asked: NewAccount | None = None
    status = 200
    if request.method == "POST":
        asked = _asked(request, form)
        if asked is not None and request.POST.get("action") == "confirm":
            try:
                change_account(
                    UUID(form.cleaned_data["noi"]), asked, actor=actor, replacing=request.POST.get("replacing") == "1",
                    expected=request.POST.get("latest"),
                )  # fmt: skip
                messages.success(request, _("Đã đổi tài khoản thu phí."))
                return redirect("office:bank-accounts")
            except DomainError as refused:
                _tell(form, refused)
                status = refused.status
        status, asked = (max(status, 400), None) if form.errors else (200, asked)
    accounts = accounts_of(actor)
    chosen = form.cleaned_data["noi"] if asked else ""
    context = {
        "form": form, "asked": asked, "accounts": accounts, "today": today_local(),
        "agency": next((a for a in agencies if str(a.id) == chosen), None),
        "present": next((a for a in accounts if str(a.agency_id) == chosen and _used(a)), None),
        "replaced": in_the_way(UUID(chosen), asked.valid_from) if asked else [], "latest": latest(UUID(chosen)) if asked else None,
    }  # fmt: skip
    return render(request, "office/bank_accounts.html.jinja", context, status=status, using="jinja2")


def _used(account: BankAccount) -> bool:
    """Whether it is the account of today."""
    day = today_local()
    return account.replaced_at is None and account.valid_from <= day and (account.valid_to or day) >= day


def _asked(request: HttpRequest, form: AccountForm) -> NewAccount | None:
    if not form.is_valid():
        return None
    given = form.cleaned_data
    new = NewAccount(
        given["bank"], given["number"], given["holder"], given["valid_from"], request.POST.get("secret", "").strip()
    )
    try:
        checked_account(new)
        if any(took_money(a) for a in in_the_way(UUID(given["noi"]), new.valid_from)):
            raise InvalidInput.on(
                "valid_from", "account_in_use",
                _("Tài khoản bắt đầu từ ngày này đã có tiền chuyển vào nên không thay ngay được; hãy chọn ngày sau."),
            )  # fmt: skip
    except InvalidInput as refused:
        _tell(form, refused)
        return None
    return new


def _tell(form: AccountForm, refused: DomainError) -> None:
    for fault in refused.errors:
        form.add_error(fault.field if fault.field in form.fields else None, str(fault.message))
    if not refused.errors:
        form.add_error(None, str(refused.message))
