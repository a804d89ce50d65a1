"""What is told of a dossier after it was filed: an act, or its state in another system."""

from rest_framework import serializers

from dossiers.inputs import MirroredDossier, PartyInput
from dossiers.states import Action, Status
from portal.api.shapes.base import TEXT, LooseMomentShape, MomentShape, Strict, TextShape
from portal.api.shapes.filing import PartyShape


class TransitionShape(Strict):
    """An act on a dossier."""

    action = serializers.ChoiceField(choices=[a.value for a in Action])
    reason = TextShape(max_length=2000, help_text="Công dân đọc được", **TEXT)
    note = TextShape(max_length=2000, help_text="Nội bộ", **TEXT)
    outcome = serializers.ChoiceField(
        choices=["granted", "refused", ""], required=False, default="", help_text="Chỉ với complete"
    )
    due_at = MomentShape(required=False, allow_null=True, default=None, help_text="Chỉ với extend")
    override = serializers.BooleanField(default=False, help_text="Yêu cầu bổ sung lần thứ hai")


class MirrorNotifyShape(Strict):
    """Whether the applicant is told through Zalo; without it, as before."""

    zalo = serializers.BooleanField(default=False)


class MirrorShape(Strict):
    """A dossier as the system that settles it tells it."""

    procedure = TextShape(max_length=30)
    agency = TextShape(max_length=35)
    applicant = PartyShape()
    status = serializers.ChoiceField(choices=[s.value for s in Status if s is not Status.DRAFT])
    outcome = serializers.ChoiceField(choices=["granted", "refused", ""], required=False, default="")
    received_at = LooseMomentShape(required=False, allow_null=True, default=None)
    due_at = LooseMomentShape(required=False, allow_null=True, default=None)
    completed_at = LooseMomentShape(required=False, allow_null=True, default=None)
    returned_at = LooseMomentShape(required=False, allow_null=True, default=None)
    source_version = serializers.IntegerField(min_value=0, max_value=2**63 - 1)
    notify = MirrorNotifyShape(required=False)
    summary = TextShape(max_length=1000, **TEXT)

    def mirrored(self) -> MirroredDossier:
        """The checked data as the action takes it."""
        data = dict(self.validated_data)
        notify = data.pop("notify", None)
        applicant = PartyInput(**data.pop("applicant"))
        return MirroredDossier(applicant=applicant, notify_zalo=notify["zalo"] if notify else None, **data)
