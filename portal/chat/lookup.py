"""``tra cứu <mã>``: in full for the verified owner, the way to the page for everybody else."""

import uuid

from dossiers import lookup as dossier_lookup
from dossiers.queries import by_code
from foundation import scoping
from portal.chat.asking import code_in
from portal.chat.dossier_words import describe
from portal.chat.speech import Said, Speaker
from portal.chat.stranger import how_to_ask, to_the_page


def reads(text: str) -> str | None:
    """The code asked for (empty: the command alone), None if the text is something else."""
    return code_in(text)


def answer(speaker: Speaker, argument: str) -> Said:
    """The dossier's state for its owner. A stranger is told the same for right and wrong codes."""
    if not argument:
        return how_to_ask(speaker)
    owned = own_dossier(speaker.citizen_id, argument) if speaker.citizen_id else None
    if owned is None:
        return to_the_page(speaker, argument)
    return describe(speaker, dossier_lookup.view(owned))


def own_dossier(citizen_id: uuid.UUID, code: str) -> uuid.UUID | None:
    """The latest dossier of this code in which the citizen is a party. Index dossier_code.

    Asked in the citizen's own scope: the database itself shows them their own rows and no others.
    """
    with scoping.citizen(citizen_id):
        rows = by_code(code).filter(citizen_ids__contains=[citizen_id]).order_by("-id")
        return rows.values_list("id", flat=True).first()
