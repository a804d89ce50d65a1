"""What an administrator of a province sets for its dossiers."""

from django.contrib import admin

from accounts.administration.pages import OwnRowsAdmin
from dossiers.models import AssignmentRule, OwnCodeScheme


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
