"""The catalogue for administrators to read; versions come from ``import_procedures`` and are not edited here."""

from django.contrib import admin
from django.http import HttpRequest

from procedures.models import Procedure, ProcedureVersion


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Procedure)
class ProcedureAdmin(ReadOnly):
    list_display = ("code", "service", "field", "code_unverified")
    search_fields = ("code",)


@admin.register(ProcedureVersion)
class ProcedureVersionAdmin(ReadOnly):
    list_display = ("procedure", "version", "name", "effective_from", "effective_to", "settled_by", "corrected_by")
    list_filter = ("settled_by", "sensitive")
