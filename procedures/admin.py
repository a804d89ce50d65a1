"""The catalogue for administrators to read; versions come from ``import_procedures`` and are not edited here."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.administration.pages import OwnRowsInline, ReadOnlyAdmin
from procedures.models import (
    Alias,
    Authority,
    Commitment,
    FeeRow,
    Procedure,
    ProcedureVersion,
    Requirement,
    StepDefinition,
)


class PartInline(OwnRowsInline):
    """Rows below a version or a procedure, to look at."""

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class AliasInline(PartInline):
    model = Alias


class RequirementInline(PartInline):
    model = Requirement


class FeeInline(PartInline):
    model = FeeRow


class StepInline(PartInline):
    model = StepDefinition


class AuthorityInline(PartInline):
    model = Authority


class CommitmentInline(PartInline):
    model = Commitment


@admin.register(Procedure)
class ProcedureAdmin(ReadOnlyAdmin):
    list_display = ("code", "service", "field", "code_unverified")
    list_select_related = ("field",)
    search_fields = ("code",)
    inlines = (AliasInline,)


@admin.register(ProcedureVersion)
class ProcedureVersionAdmin(ReadOnlyAdmin):
    """Each version as it was imported, with the number of points that are still to be checked."""

    list_display = (
        "procedure", "version", "name", "effective_from", "effective_to", "settled_by", "open_points", "corrected_by",
    )  # fmt: skip
    list_filter = ("settled_by", "sensitive")
    search_fields = ("procedure__code", "name")
    exclude = ("search_text", "digest")
    inlines = (AuthorityInline, RequirementInline, FeeInline, StepInline, CommitmentInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProcedureVersion]:
        return super().get_queryset(request).select_related("procedure", "corrected_by__procedure")

    @admin.display(description=_("điểm cần kiểm tra"))
    def open_points(self, version: ProcedureVersion) -> int:
        return len(version.unverified)
