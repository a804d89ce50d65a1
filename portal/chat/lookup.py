"""``tra cứu <mã>``: in full for the verified owner, the way to the page for everybody else."""

import uuid

from django.db.models import QuerySet

from dossiers.models import Dossier
from foundation import scoping
from portal.chat.asking import code_in
from portal.chat.dossier_words import describe
from portal.chat.speech import Said, Speaker
from portal.chat.stranger import how_to_ask, to_the_page


def reads(text: str) -> str | None:
    """The code asked for (empty: the command alone), None if the text is something else."""
    return code_in(text)


def answer(speaker: Speaker, code: str) -> Said:
    """The dossier's state for its owner. A stranger is told the same for right and wrong codes."""
    if not code:
        return how_to_ask(speaker)
    if speaker.citizen_id is not None:
        # The database itself shows a citizen their own rows and no others.
        with scoping.citizen(speaker.citizen_id):
            dossier = own_dossiers(speaker.citizen_id, code).first()
        if dossier is not None:
            return describe(speaker, dossier)
    return to_the_page(speaker, code)


def own_dossiers(citizen_id: uuid.UUID, code: str) -> QuerySet[Dossier]:
    """Dossiers of this code in which the citizen is a party, the latest first. Index dossier_code."""
    return (
        Dossier.objects.filter(code_key=code, parties__citizen_id=citizen_id)
        .select_related("version_of_procedure", "agency", "receiving_agency")
        .order_by("-id")
    )
