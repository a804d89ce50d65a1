from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.administration.pages import OwnRowsAdmin
from zalo.models import Alarm, OfficialAccount, TemplateMapping


@admin.register(OfficialAccount)
class OfficialAccountAdmin(OwnRowsAdmin):
    """Accounts are connected by ``zalo_connect``; here limits are set and a stopped one goes on."""

    list_display = ("oa_id", "name", "province", "is_current", "state", "stopped_reason", "tier")
    list_filter = ("state",)
    readonly_fields = ("oa_id", "app_id", "name", "province", "tier", "quality", "checked_at", "is_current")
    exclude = ("app_secret", "oa_secret")

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class MappingForm(forms.ModelForm):
    class Meta:
        model = TemplateMapping
        fields = (
            "oa", "kind", "by", "template_id", "params", "fields", "trusted", "state", "reason", "checked_at",
        )  # fmt: skip
        labels: ClassVar = {"oa": _("tài khoản OA")}


@admin.register(TemplateMapping)
class TemplateMappingAdmin(OwnRowsAdmin):
    """Which template says what. ``zalo_template`` also compares with the platform."""

    form = MappingForm
    list_display = ("kind", "by", "template_id", "oa", "state", "trusted", "reason")
    list_filter = ("oa", "by", "state")
    list_select_related = ("oa",)

    def province_of(self, obj: Any) -> UUID:
        province: UUID = obj.oa.province_id
        return province


@admin.register(Alarm)
class AlarmAdmin(OwnRowsAdmin):
    """What a person has to mend, and since when."""

    list_display = ("kind", "subject", "detail", "province", "count", "first_at", "last_at", "cleared_at")
    list_filter = ("kind",)
    readonly_fields = (
        "province", "oa", "kind", "subject", "detail", "count", "first_at", "last_at",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
