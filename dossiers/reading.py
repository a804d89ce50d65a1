"""Looks at dossiers of sensitive procedures (nationality, civil status …) are written down."""

from collections.abc import Iterable

from accounts.actors import Actor
from dossiers.models import Dossier
from foundation import read_log


def note_read(rows: Iterable[Dossier], *, actor: Actor, way: str) -> None:
    """Write down that these were shown, as far as they are sensitive. In the transaction that shows them.

    The rows need ``version_of_procedure``, which every list of ours brings along.
    """
    seen = [row for row in rows if row.version_of_procedure.sensitive]
    if seen:
        read_log.note("dossier", [row.id for row in seen], reader=actor, province_id=seen[0].province_id, way=way)
