"""Joint filings: what is asked, what is answered."""

from rest_framework import serializers

from dossiers.actions.file_jointly import MOST
from dossiers.states import Status
from portal.api.shapes.answers import DossierShape
from portal.api.shapes.base import Strict, TextShape
from portal.api.shapes.filing import NewDossierShape


class NewJointShape(Strict):
    """Several dossiers filed at once; ``accept`` of a child is not asked, that of the whole is."""

    kind = TextShape(max_length=40)
    children = NewDossierShape(many=True, min_length=2, max_length=MOST)  # type: ignore[call-arg]
    accept = serializers.BooleanField(default=False)


class JointShape(serializers.Serializer):
    """A joint filing as a whole: its state is that of its worst child."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=[s.value for s in Status])
    national_status = serializers.IntegerField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    submitted_at = serializers.DateTimeField()
    children = DossierShape(many=True)
    other_children = serializers.IntegerField(help_text="Hồ sơ thành phần ngoài phạm vi của bạn")
