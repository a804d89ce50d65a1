"""The shapes of procedures and agencies, for the published schema."""

from rest_framework import serializers

from accounts.models import Agency
from calendars.terms import TermUnit
from procedures.models import FeeRow, ProcedureVersion

UNITS = [unit.value for unit in TermUnit]


class AgencyShape(serializers.Serializer):
    """An agency or unit with its official code and dates."""

    code = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Agency.Kind.choices)
    field = serializers.CharField()
    province = serializers.CharField()
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    commune = serializers.CharField(allow_null=True)
    address = serializers.CharField()
    phone = serializers.CharField()
    opening_note = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class TermShape(serializers.Serializer):
    """So many of a unit; the unit is part of the term."""

    amount = serializers.FloatField()
    unit = serializers.ChoiceField(choices=UNITS)


class CitedTermShape(TermShape):
    citation = serializers.CharField()


class StatutoryTermShape(CitedTermShape):
    unverified = serializers.BooleanField()


class VariantShape(TermShape):
    """The term of a case that has one of its own."""

    code = serializers.CharField()
    name = serializers.CharField()
    citation = serializers.CharField(required=False)


class SupplementShape(TermShape):
    """How long the applicant has, and what a supplement does to the clock."""

    policy = serializers.ChoiceField(choices=["TAM_DUNG", "TINH_LAI"])


class TermsShape(serializers.Serializer):
    statutory = StatutoryTermShape()
    committed = CitedTermShape(allow_null=True)
    note = serializers.CharField()
    variants = VariantShape(many=True)
    starts = serializers.ChoiceField(choices=ProcedureVersion.StartRule.values)
    cutoff = serializers.ChoiceField(choices=["none", "transfer_only", "same_day_next_day", "start_next_working_day"])
    ends = serializers.ChoiceField(choices=["exact_hour", "end_of_day"])
    no_due_date = serializers.BooleanField()
    supplement = SupplementShape()


class DecidedShape(serializers.Serializer):
    """What has days of its own (``from``, ``to``) and a decision, with the three dates of that."""

    to = serializers.DateField(allow_null=True)
    citation = serializers.CharField()
    source_text_date = serializers.DateField(allow_null=True)
    decision_date = serializers.DateField(allow_null=True)
    published_date = serializers.DateField(allow_null=True)
    unverified = serializers.BooleanField()

    def get_fields(self) -> dict[str, serializers.Field]:
        return {**super().get_fields(), "from": serializers.DateField(allow_null=True)}


class CommitmentShape(DecidedShape, TermShape):
    """A shorter term that one province promised."""

    territory = serializers.CharField()
    former_territory = serializers.BooleanField()
    variant = serializers.CharField()


class AllTermsShape(TermsShape):
    commitments = CommitmentShape(many=True)


class ProcedureShape(serializers.Serializer):
    """A procedure in the version in force; ``unverified`` maps the path of a field to what is to be checked about it."""

    code = serializers.CharField()
    code_unverified = serializers.CharField(allow_null=True)
    version = serializers.IntegerField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    neutral_name = serializers.CharField()
    field = serializers.CharField()
    field_code = serializers.CharField()
    service = serializers.CharField()
    settled_by = serializers.ChoiceField(choices=ProcedureVersion.SettledBy.values)
    sensitive = serializers.BooleanField()
    effective_from = serializers.DateField()
    effective_to = serializers.DateField(allow_null=True)
    term = TermsShape()
    unverified = serializers.DictField(child=serializers.CharField())


class RelatedShape(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    note = serializers.CharField(required=False)
    unverified = serializers.BooleanField(required=False)


class OnlineShape(serializers.Serializer):
    level = serializers.ChoiceField(choices=ProcedureVersion.OnlineLevel.values, allow_null=True)
    reason = serializers.CharField()


class AuthorityRowShape(serializers.Serializer):
    kind = serializers.ChoiceField(choices=Agency.Kind.choices)
    field = serializers.CharField()
    territory = serializers.ChoiceField(choices=["province", "residence", "site"])
    note = serializers.CharField()


class AuthorityShape(serializers.Serializer):
    decided_by = serializers.CharField()
    receives = AuthorityRowShape(many=True)
    decides = AuthorityRowShape(many=True)
    unverified = serializers.BooleanField()


class ResultShape(serializers.Serializer):
    name = serializers.CharField()
    copies = serializers.IntegerField()
    note = serializers.CharField()
    validity_months = serializers.IntegerField(allow_null=True)


class AliasShape(serializers.Serializer):
    name = serializers.CharField()
    retired = serializers.BooleanField()


class RequirementShape(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    originals = serializers.IntegerField()
    copies = serializers.IntegerField()
    shown_only = serializers.BooleanField()
    form = serializers.CharField()
    condition = serializers.CharField()
    database = serializers.CharField()
    note = serializers.CharField()
    unverified = serializers.BooleanField()


class WaiverShape(DecidedShape):
    """A rule by which a fee is waived, by a share or an amount; neither where it is not known."""

    code = serializers.CharField()
    name = serializers.CharField()
    condition = serializers.CharField()
    percent = serializers.IntegerField(allow_null=True)
    amount = serializers.IntegerField(allow_null=True)
    territory = serializers.CharField()
    former_territory = serializers.BooleanField()
    channel = serializers.CharField()


class FeeShape(DecidedShape):
    """A fee in one case."""

    kind = serializers.ChoiceField(choices=FeeRow.Kind.values)
    name = serializers.CharField()
    charge = serializers.CharField()
    amount = serializers.IntegerField(allow_null=True)
    percent = serializers.FloatField(allow_null=True)
    unit = serializers.CharField()
    per_copy = serializers.BooleanField()
    territory = serializers.CharField()
    former_territory = serializers.BooleanField()
    area = serializers.CharField()
    channel = serializers.CharField()
    audience = serializers.CharField()
    exemption = serializers.CharField()
    collected = serializers.ChoiceField(choices=FeeRow.Collected.values)
    waivers = WaiverShape(many=True)


class StepShape(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    agency_role = serializers.CharField()
    staff_role = serializers.CharField()
    term = TermShape()
    outside_clock = serializers.BooleanField()
    beside = serializers.CharField(allow_null=True)
    silence_agrees = serializers.BooleanField()
    next = serializers.ListField(child=serializers.CharField())
    outcomes = serializers.DictField(child=serializers.CharField())
    case = serializers.CharField()


class ProcedureInFullShape(ProcedureShape):
    """Everything that the law asks to publish, and how the case is worked."""

    term = AllTermsShape()
    legal_basis = serializers.ListField(child=serializers.CharField())
    related = RelatedShape(many=True)
    subjects = serializers.ListField(child=serializers.CharField())
    channels = serializers.ListField(child=serializers.CharField())
    online = OnlineShape()
    conditions = serializers.CharField()
    copies = serializers.IntegerField()
    presence_required = serializers.BooleanField()
    representative_allowed = serializers.BooleanField()
    authority = AuthorityShape()
    result = ResultShape()
    source_text_date = serializers.DateField(allow_null=True)
    decision_date = serializers.DateField(allow_null=True)
    published_date = serializers.DateField(allow_null=True)
    aliases = AliasShape(many=True)
    requirements = RequirementShape(many=True)
    fees = FeeShape(many=True)
    steps = StepShape(many=True)


class _Page(serializers.Serializer):
    """``{"next","previous","results"}``: addresses of the neighbours, None at an end."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class ProcedurePage(_Page):
    results = ProcedureShape(many=True)


class AgencyPage(_Page):
    results = AgencyShape(many=True)
