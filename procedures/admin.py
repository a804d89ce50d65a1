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
    WaiverRule,
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


@admin.register(WaiverRule)
class WaiverRuleAdmin(ReadOnlyAdmin):
    """The rules of waiving as they were imported: those of one fee with the procedure that it is of, and those of many."""

    list_display = (
        "code", "name", "fee_of", "territory", "percent", "amount", "effective_from", "effective_to", "unverified",
        "corrected_by",
    )  # fmt: skip
    list_filter = ("unverified",)
    search_fields = ("code", "name", "fee__version__procedure__code")

    def get_queryset(self, request: HttpRequest) -> QuerySet[WaiverRule]:
        return super().get_queryset(request).select_related("fee__version__procedure", "corrected_by")

    @admin.display(description=_("thủ tục"))
    def fee_of(self, rule: WaiverRule) -> str:
        return str(rule.fee.version) if rule.fee else ", ".join(rule.procedures)
