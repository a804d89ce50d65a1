"""What an administrator of a province sets for its dossiers."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.administration.pages import OwnRowsAdmin
from dossiers.models import AssignmentRule, BankAccount, Collector, OwnCodeScheme


@admin.register(OwnCodeScheme)
class OwnCodeSchemeAdmin(OwnRowsAdmin):
    """The codes of a province or of one of its agencies, where they are not the country's."""

    list_display = ("province", "agency", "template", "digits", "valid_from", "valid_to", "citation")
    list_select_related = ("province", "agency")
    raw_id_fields = ("agency",)


@admin.register(AssignmentRule)
class AssignmentRuleAdmin(OwnRowsAdmin):
    """How agencies give new dossiers to their officers by themselves."""

    list_display = ("agency", "procedure", "method")
    list_select_related = ("agency", "procedure")
    raw_id_fields = ("procedure",)


class BankAccountForm(forms.ModelForm):
    """The key is written, never shown."""

    new_secret = forms.CharField(
        label=_("khóa ký mới"), required=False, min_length=16, max_length=200, widget=forms.PasswordInput,
        help_text=_("Khóa mà ngân hàng dùng để ký thông báo; để trống nếu không đổi."),
    )  # fmt: skip

    class Meta:
        model = BankAccount
        fields = ("is_active",)


@admin.register(BankAccount)
class BankAccountAdmin(OwnRowsAdmin):
    """Where fees are transferred to: whether that is in use (on bills, and the bank may tell us), and by which key. Accounts are given and changed on
    ``/can-bo/tai-khoan-thu/``, and stay."""

    form = BankAccountForm
    list_display = ("agency", "bank", "number", "holder", "valid_from", "valid_to", "is_active")
    list_select_related = ("agency",)
    readonly_fields = ("agency", "bank", "number", "holder", "valid_from", "valid_to")

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: BankAccount, form: BankAccountForm, change: bool) -> None:
        if form.cleaned_data.get("new_secret"):
            obj.secret = form.cleaned_data["new_secret"]
        super().save_model(request, obj, form, change)


@admin.register(Collector)
class CollectorAdmin(OwnRowsAdmin):
    """What the receipts of an agency say of it."""

    list_display = ("agency", "tax_code", "form_symbol", "symbol")
    list_select_related = ("agency",)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
