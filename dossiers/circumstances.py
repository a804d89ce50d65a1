"""What the state table asks of a dossier besides its status."""

from calendars.terms import TermUnit
from dossiers.models import Dossier
from dossiers.states import PAUSED, RUNNING, Circumstances
from procedures.models import ProcedureVersion
from procedures.terms import term_of


def circumstances_of(dossier: Dossier) -> Circumstances:
    """Read them off the dossier, its results and the version of the procedure that it runs under."""
    version = dossier.version_of_procedure
    return Circumstances(
        immediate=term_of(version, dossier.term_variant).unit is TermUnit.SAME_DAY,
        pays_first=pays_first(dossier),
        decided=dossier.state in RUNNING | PAUSED and dossier.results.exists(),
        extended=dossier.extended,
    )


def pays_first(dossier: Dossier) -> bool:
    """Whether its clock counts from acceptance and payment (TT 79/2024/TT-BCA); no query."""
    return dossier.version_of_procedure.start_rule == ProcedureVersion.StartRule.ACCEPTANCE_AND_PAYMENT
