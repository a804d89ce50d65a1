"""What every administration page is made of: rights by post, and rows of the own province.

PostgreSQL refuses the change of a foreign row; these pages do not offer it in the first place.
"""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import ForeignKey, Model
from django.http import HttpRequest

from accounts.models import Agency, Province, User
from foundation.source_dates import SOURCE_DATES


def own_province(request: HttpRequest) -> UUID | None:
    """The province of the administrator."""
    return getattr(request.user, "province_id", None)


class ByPost:
    """Rights come from the post of administrator, which the site asks for; no groups, no flags."""

    admin_site: admin.AdminSite

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The three dates of a decision stand behind its citation."""
        names = list(super().get_fields(request, obj))  # type: ignore[misc]
        dates = [name for name in SOURCE_DATES if name in names]
        if dates and "citation" in names:
            names = [name for name in names if name not in dates]
            at = names.index("citation") + 1
            names[at:at] = dates
        return names

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.admin_site.has_permission(request)


class ReadOnlyAdmin(ByPost, admin.ModelAdmin):
    """Rows that come from files of ours or from what happened: to look at."""

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class OwnRowsAdmin(ByPost, admin.ModelAdmin):
    """Rows of every province to look at (as far as they may be seen), those of the own province to change.

    Choices of a province, an agency or an official are those of the own province.
    """

    def province_of(self, obj: Model) -> UUID | None:
        """The province that a row belongs to; None for the country's."""
        return getattr(obj, "province_id", None)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_own(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_own(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"province": own_province(request), **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", own_choices(db_field, request))
        if kwargs["queryset"] is None:
            del kwargs["queryset"]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _is_own(self, request: HttpRequest, obj: Model | None) -> bool:
        if obj is None:
            return True
        province = self.province_of(obj)
        return province is not None and province == own_province(request)


class OwnRowsInline(ByPost, admin.TabularInline):
    """The rows that belong to a row of the page, with the same choices."""

    extra = 0

    class Media:
        css = {"all": ("admin-wide.css",)}

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        choices = own_choices(db_field, request)
        if choices is not None:
            kwargs.setdefault("queryset", choices)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def own_choices(db_field: ForeignKey, request: HttpRequest) -> Any:
    """The rows of the own province that a field may point to; None where the province does not matter."""
    own = own_province(request)
    mine = [own] if own is not None else []
    if db_field.related_model is Province:
        return Province.objects.filter(id__in=mine)
    if db_field.related_model is Agency:
        return Agency.objects.filter(province_id__in=mine)
    if db_field.related_model is User:
        return User.objects.filter(province_id__in=mine, kind=User.Kind.STAFF)
    return None
