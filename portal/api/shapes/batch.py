"""Many creates and acts in one call."""

from rest_framework import serializers

from portal.api.shapes.acting import TransitionShape
from portal.api.shapes.answers import DossierShape, ProblemShape
from portal.api.shapes.base import TEXT, Strict, TextShape
from portal.api.shapes.filing import NewDossierShape

MOST_ITEMS = 1000


class BatchTransitionShape(TransitionShape):
    """An act, with the dossier that it is about."""

    dossier = serializers.UUIDField()
    if_match = TextShape(max_length=1000, help_text="Như tiêu đề If-Match", **TEXT)


class BatchItemShape(Strict):
    """One of the two."""

    create = NewDossierShape(required=False)  # type: ignore[assignment]
    transition = BatchTransitionShape(required=False)


class BatchShape(Strict):
    """Up to 1,000 of them; each is its own transaction and has its own outcome."""

    items = BatchItemShape(many=True, min_length=1, max_length=MOST_ITEMS)  # type: ignore[call-arg]


class BatchOutcomeShape(serializers.Serializer):
    """What became of one: as if it had been called alone."""

    index = serializers.IntegerField()
    status = serializers.IntegerField()
    dossier = DossierShape(required=False)
    problem = ProblemShape(required=False)


class BatchAnswerShape(serializers.Serializer):
    """The outcomes, in the order of the items."""

    succeeded = serializers.IntegerField()
    failed = serializers.IntegerField()
    results = BatchOutcomeShape(many=True)
