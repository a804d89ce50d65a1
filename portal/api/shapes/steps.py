"""Steps of a dossier: what is asked, what is answered."""

from rest_framework import serializers

from accounts.roles import Role
from dossiers.journey import Ending
from dossiers.models import DossierStep
from portal.api.shapes.base import TEXT, Strict, TextShape


class StepActShape(Strict):
    """An act on the step at which a dossier is."""

    action = serializers.ChoiceField(choices=["forward", "send_back", "pull_back"])
    to = TextShape(max_length=40, help_text="Mã bước; cần khi quy trình có nhiều hướng", **TEXT)
    note = TextShape(max_length=2000, help_text="Nội bộ; với send_back là lý do, bắt buộc", **TEXT)


class DossierStepShape(serializers.Serializer):
    """A stay of a dossier at a step."""

    number = serializers.IntegerField()
    step = serializers.CharField()
    name = serializers.CharField()
    agency = serializers.CharField()
    staff_role = serializers.ChoiceField(choices=[role.value for role in Role])
    assignee = serializers.UUIDField(allow_null=True)
    state = serializers.ChoiceField(choices=[ending.value for ending in Ending])
    beside = serializers.IntegerField(allow_null=True, help_text="Số của bước mà nó chạy song song")
    answer = serializers.ChoiceField(choices=DossierStep.Answer.values, allow_null=True)
    arrived_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
