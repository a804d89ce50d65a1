from django.contrib import admin
from django.http import HttpRequest

from zalo.models import Alarm, OfficialAccount, TemplateMapping


@admin.register(OfficialAccount)
class OfficialAccountAdmin(admin.ModelAdmin):
    """Accounts are connected by ``zalo_connect``; here limits are set and a stopped one goes on."""

    list_display = ("oa_id", "name", "province", "is_current", "state", "stopped_reason", "tier")
    list_filter = ("province", "state")
    readonly_fields = ("oa_id", "app_id", "name", "province", "tier", "quality", "checked_at", "is_current")
    exclude = ("app_secret", "oa_secret")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(TemplateMapping)
class TemplateMappingAdmin(admin.ModelAdmin):
    """Which template says what. ``zalo_template`` also compares with the platform."""

    list_display = ("kind", "by", "template_id", "oa", "state", "trusted", "reason")
    list_filter = ("oa", "by", "state")


@admin.register(Alarm)
class AlarmAdmin(admin.ModelAdmin):
    """What a person has to mend, and since when."""

    list_display = ("kind", "subject", "detail", "province", "count", "first_at", "last_at", "cleared_at")
    list_filter = ("province", "kind")
    readonly_fields = (
        "province", "oa", "kind", "subject", "detail", "count", "first_at", "last_at",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
