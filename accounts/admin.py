"""Plain configuration pages for administrators; officials work in the back office."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.administration.pages import ByPost, OwnRowsAdmin, OwnRowsInline, ReadOnlyAdmin, own_province
from accounts.models import Agency, ApiClient, Commune, Official, Position, Province, Substitution, User
from foundation.models import ReadRecord


class PositionInline(OwnRowsInline):
    """The posts of a person; a post ends, it is not taken away."""

    model = Position
    fk_name = "user"

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(User)
class AccountAdmin(ByPost, UserAdmin):
    """The officials of the own province. Rights come from their posts; an account is closed, not taken away."""

    list_display = ("username", "full_name", "is_active")
    list_filter = ("is_active",)
    search_fields = ("username", "full_name")
    ordering = ("username",)
    filter_horizontal = ()
    inlines = (PositionInline,)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Người dùng"), {"fields": ("full_name", "email", "is_active", "last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "full_name", "password1", "password2")}),)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new account is of an official of the administrator's own province."""
        own = own_province(request)
        if not change and own is not None:
            obj.kind, obj.province_id = User.Kind.STAFF, own
        super().save_model(request, obj, form, change)
        if not change and own is not None:
            Official.objects.create(user=obj, province_id=own)


@admin.register(Province)
class ProvinceAdmin(OwnRowsAdmin):
    """Names, codes and dates come from our file (``load_reference``); how a province appears is its own affair."""

    list_display = ("code", "name", "numeric_code", "valid_from", "valid_to", "merged_into", "unverified")
    list_filter = ("unverified", "kind")
    search_fields = ("code", "name")
    readonly_fields = (
        "code", "numeric_code", "name", "kind", "valid_from", "valid_to", "merged_into", "unverified",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Province]:
        return super().get_queryset(request).filter(pk=own_province(request))

    def province_of(self, obj: Model) -> Any:
        return obj.pk

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Commune)
class CommuneAdmin(ReadOnlyAdmin):
    list_display = ("code", "name", "kind", "province")
    list_filter = ("province",)
    search_fields = ("code", "name")


@admin.register(Agency)
class AgencyAdmin(OwnRowsAdmin):
    """An agency ends or is succeeded by another; it is not taken away."""

    list_display = ("code", "name", "kind", "province", "parent", "valid_from", "valid_to")
    list_filter = ("kind",)
    list_select_related = ("province", "parent")
    search_fields = ("code", "name")
    raw_id_fields = ("commune",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agency]:
        return super().get_queryset(request).filter(province_id=own_province(request))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(ReadRecord)
class ReadRecordAdmin(ReadOnlyAdmin):
    """Who looked at what: for those who answer for the province."""

    list_display = ("at", "reader", "subject_kind", "way", "subject_ids")
    list_filter = ("way", "subject_kind")
    ordering = ("-id",)
    show_full_result_count = False

    @admin.display(description=_("người hoặc hệ thống đã xem"))
    def reader(self, row: ReadRecord) -> str:
        if row.reader_user_id:
            return str(User.objects.filter(id=row.reader_user_id).first() or row.reader_user_id)
        if row.reader_client_id:
            return str(ApiClient.objects.filter(pk=row.reader_client_id).first() or row.reader_client_id)
        return str(_("Công dân, bằng mã và số bí mật")) if row.reader_kind == "citizen" else row.reader_kind


@admin.register(Official)
class OfficialAdmin(OwnRowsAdmin):
    list_display = ("user", "province", "staff_code")
    readonly_fields = ("user", "province")
    exclude = ("phone",)

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Substitution)
class SubstitutionAdmin(OwnRowsAdmin):
    """Who does whose work while the holder of a post is away."""

    list_display = ("position", "substitute", "valid_from", "valid_to", "note")
    list_select_related = ("position__user", "position__agency", "substitute")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "position":
            own = own_province(request)
            posts = Position.objects.filter(agency__province_id__in=[own] if own else [])
            kwargs["queryset"] = posts.select_related("user", "agency").order_by("user__full_name", "id")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
