"""The shapes of the API, for checking what comes in and for the published schema."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from dossiers.inputs import MirroredDossier, NewDossier, PartyInput
from dossiers.states import Action, Status
from foundation.local_time import is_plausible

TEXT: dict[str, Any] = {"allow_blank": True, "required": False, "default": ""}


class MomentShape(serializers.DateTimeField):
    """An instant between 1900 and 2199: nearer to the ends of the calendar time zones overflow."""

    default_error_messages = {"implausible": _("Thời điểm phải trong khoảng năm 1900–2199.")}

    def to_internal_value(self, value: Any) -> datetime:
        try:
            moment: datetime = super().to_internal_value(value)
        except OverflowError:
            self.fail("implausible")
        if not is_plausible(moment):
            self.fail("implausible")
        return moment


class Strict(serializers.Serializer):
    """Refuses members that it does not know: a misspelt one must not be lost in silence."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = set(data) - set(self.fields)
            if unknown:
                raise serializers.ValidationError({name: [_("Trường này không có.")] for name in sorted(unknown)})
        return super().to_internal_value(data)


class PartyShape(Strict):
    """An applicant, co-applicant or representative."""

    kind = serializers.ChoiceField(choices=["citizen", "business", "state_agency", "other"])
    full_name = serializers.CharField(max_length=400)
    identity_kind = serializers.ChoiceField(
        choices=["cccd", "passport", "tax_code", "other", ""], required=False, default=""
    )
    identity_number = serializers.CharField(max_length=40, **TEXT)
    phone = serializers.CharField(max_length=40, **TEXT)
    email = serializers.CharField(max_length=254, **TEXT)
    address = serializers.CharField(max_length=400, **TEXT)


class NotifyShape(Strict):
    """Whether and whom to tell through Zalo."""

    zalo = serializers.BooleanField(default=False)
    whom = serializers.ChoiceField(choices=["owner", "representative", "both"], default="owner")


class NewDossierShape(Strict):
    """A dossier to be filed."""

    procedure = serializers.CharField(max_length=30)
    agency = serializers.CharField(max_length=35)
    receiving_agency = serializers.CharField(max_length=35, **TEXT)
    channel = serializers.ChoiceField(choices=["counter", "national_portal", "online", "post"])
    applicant = PartyShape()
    co_applicants = PartyShape(many=True, required=False, default=list)
    representative = PartyShape(required=False, allow_null=True, default=None)
    notify = NotifyShape(required=False)
    documents = serializers.ListField(child=serializers.DictField(), required=False, default=list, max_length=0)
    summary = serializers.CharField(max_length=1000, **TEXT)
    term_variant = serializers.CharField(max_length=40, **TEXT)
    commune = serializers.CharField(max_length=5, **TEXT)
    accept = serializers.BooleanField(default=False)

    def new_dossier(self) -> NewDossier:
        """The checked data as the action takes it."""
        data = self.validated_data
        notify = data.get("notify") or {}
        representative = data["representative"]
        return NewDossier(
            procedure=data["procedure"], agency=data["agency"], channel=data["channel"],
            receiving_agency=data["receiving_agency"], applicant=PartyInput(**data["applicant"]),
            co_applicants=tuple(PartyInput(**p) for p in data["co_applicants"]),
            representative=PartyInput(**representative) if representative else None,
            notify_zalo=notify.get("zalo", False), notify_whom=notify.get("whom", "owner"), commune=data["commune"],
            term_variant=data["term_variant"], summary=data["summary"],
        )  # fmt: skip


class TransitionShape(Strict):
    """An act on a dossier."""

    action = serializers.ChoiceField(choices=[a.value for a in Action])
    reason = serializers.CharField(max_length=2000, **TEXT)
    note = serializers.CharField(max_length=2000, **TEXT)
    outcome = serializers.CharField(max_length=10, **TEXT)
    due_at = MomentShape(required=False, allow_null=True, default=None)
    override = serializers.BooleanField(default=False)


class MirrorShape(Strict):
    """A dossier as the system that settles it tells it."""

    procedure = serializers.CharField(max_length=30)
    agency = serializers.CharField(max_length=35)
    applicant = PartyShape()
    status = serializers.ChoiceField(choices=[s.value for s in Status if s is not Status.DRAFT])
    outcome = serializers.ChoiceField(choices=["granted", "refused", ""], required=False, default="")
    received_at = MomentShape(required=False, allow_null=True, default=None)
    due_at = MomentShape(required=False, allow_null=True, default=None)
    completed_at = MomentShape(required=False, allow_null=True, default=None)
    source_version = serializers.IntegerField(min_value=0, max_value=2**63 - 1)
    notify = NotifyShape(required=False)
    summary = serializers.CharField(max_length=1000, **TEXT)

    def mirrored(self) -> MirroredDossier:
        data = dict(self.validated_data)
        notify = data.pop("notify", None) or {}
        applicant = PartyInput(**data.pop("applicant"))
        return MirroredDossier(applicant=applicant, notify_zalo=notify.get("zalo", False), **data)


class DossierShape(serializers.Serializer):
    """A dossier as the API gives it (stored facts only)."""

    id = serializers.UUIDField()
    code = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(choices=[s.value for s in Status])
    national_status = serializers.IntegerField(allow_null=True)
    outcome = serializers.CharField(allow_null=True)
    procedure = serializers.CharField()
    procedure_version = serializers.IntegerField()
    agency = serializers.CharField()
    receiving_agency = serializers.CharField()
    channel = serializers.CharField()
    settled_by = serializers.CharField()
    mirrored_from = serializers.CharField(allow_null=True)
    source_version = serializers.IntegerField(allow_null=True)
    summary = serializers.CharField()
    assignee = serializers.UUIDField(allow_null=True)
    submitted_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    original_due_at = serializers.DateTimeField(allow_null=True)
    paused_since = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ProblemShape(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.ListField(child=serializers.DictField())  # type: ignore[assignment]
