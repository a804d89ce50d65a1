"""Which form may be issued of which dossier, about which event, by whom (TT 03/2025/TT-VPCP; NĐ 61/2018 Đ17, Đ19). Pure."""

from dataclasses import dataclass

from accounts.roles import Role
from documents.forms.catalogue import PaperKind
from dossiers.states import Status

RECEIVING, COMPETENT = "receiving", "competent"
Posts = frozenset[tuple[Role, str]]

_INTAKE: Posts = frozenset({(Role.RECEPTIONIST, RECEIVING)})
_OFFICERS: Posts = frozenset({(Role.CASE_OFFICER, COMPETENT), (Role.UNIT_HEAD, COMPETENT)})
_HEADS: Posts = frozenset({(Role.UNIT_HEAD, COMPETENT), (Role.SIGNER, COMPETENT)})
_SIGNERS: Posts = frozenset({(Role.SIGNER, COMPETENT)})

# the events that a form is about; of each one paper is valid at a time
OCCASIONS: dict[PaperKind, tuple[str, ...]] = {
    PaperKind.RECEIPT: ("dossier.accepted",),
    PaperKind.SUPPLEMENT: ("dossier.supplement_requested",),
    PaperKind.REFUSAL: ("dossier.refused", "dossier.completed"),
    PaperKind.APOLOGY: ("dossier.extended",),
    PaperKind.STOP: ("dossier.withdrawn", "dossier.stopped"),
    PaperKind.CONTROL: (),
}
OF_DOSSIERS = tuple(OCCASIONS)


@dataclass(frozen=True)
class Standing:
    """What the rules ask of a dossier."""

    status: Status
    accepted: bool
    outcome: str = ""
    extended: bool = False
    asked: bool = False  # something was asked for: a supplement


def fits(kind: PaperKind, standing: Standing) -> bool:
    """Whether there is something for the form to be about."""
    match kind:
        case PaperKind.RECEIPT | PaperKind.CONTROL:
            return standing.accepted
        case PaperKind.SUPPLEMENT:
            return standing.asked
        case PaperKind.REFUSAL:
            decided = standing.status in (Status.COMPLETED, Status.RETURNED) and standing.outcome == "refused"
            return standing.status is Status.REFUSED or decided
        case PaperKind.APOLOGY:
            return standing.extended
        case PaperKind.STOP:
            return standing.status in (Status.WITHDRAWN, Status.STOPPED)
    return False


def issuers(kind: PaperKind, standing: Standing) -> Posts:
    """The posts that issue the form, each at the agency that receives or at the one that decides. The control slip is
    nobody's in particular: whoever sees the dossier."""
    match kind:
        case PaperKind.RECEIPT:
            return _INTAKE
        case PaperKind.SUPPLEMENT:
            return _OFFICERS if standing.accepted else _INTAKE
        case PaperKind.REFUSAL:
            return _INTAKE if standing.status is Status.REFUSED else _HEADS
        case PaperKind.APOLOGY:
            return _SIGNERS
        case PaperKind.STOP:
            return _INTAKE | _OFFICERS if standing.accepted else _INTAKE
    return frozenset()
