"""Plain configuration pages for administrators; officials work in the back office."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, ApiClient, Commune, Official, Position, Province, User


class PositionInline(admin.TabularInline):
    model = Position
    fk_name = "user"
    extra = 0
    raw_id_fields = ("agency",)


@admin.register(User)
class AccountAdmin(UserAdmin):
    list_display = ("username", "full_name", "kind", "province", "is_active")
    list_filter = ("kind", "is_active", "province")
    search_fields = ("username", "full_name")
    ordering = ("username",)
    inlines = (PositionInline,)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Người dùng"), {"fields": ("full_name", "email", "kind", "province")}),
        (_("Quyền"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "full_name", "province", "password1", "password2")}),)


@admin.register(Province)
class ProvinceAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "numeric_code", "valid_from", "valid_to", "merged_into", "unverified")
    list_filter = ("unverified", "kind")
    search_fields = ("code", "name")


@admin.register(Commune)
class CommuneAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "kind", "province")
    list_filter = ("province",)
    search_fields = ("code", "name")


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "kind", "province", "parent", "valid_from", "valid_to")
    list_filter = ("kind", "province")
    search_fields = ("code", "name")
    raw_id_fields = ("parent", "commune", "succeeded_by")


@admin.register(Official)
class OfficialAdmin(admin.ModelAdmin):
    list_display = ("user", "province", "staff_code")
    raw_id_fields = ("user",)
    exclude = ("phone",)


admin.site.site_header = _("Một Cửa – quản trị")
admin.site.site_title = _("Một Cửa")
if admin.site.is_registered(ApiClient):
    admin.site.unregister(ApiClient)
