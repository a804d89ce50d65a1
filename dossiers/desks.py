"""Whose desk a step lies on: the agency behind the role that the process names. Pure but for reading agencies."""

from collections.abc import Iterable

from accounts.models import Agency
from accounts.queries import agencies_of
from dossiers.models import Dossier
from dossiers.process import DECIDER, RECEIVER

# what a process calls an agency → the kind of agency it is
KINDS = {
    "tax": Agency.Kind.TAX, "land_office": Agency.Kind.LAND_OFFICE, "police": Agency.Kind.POLICE,
    "ministry": Agency.Kind.MINISTRY,
}  # fmt: skip


def desk_of(role: str, dossier: Dossier) -> Agency:
    """The agency of the dossier's province that plays this role for it; where the province has none of its kind here, the
    competent agency leads (chủ trì) and notes what was done elsewhere (NĐ 61/2018 Đ19(6))."""
    if role == RECEIVER:
        return dossier.receiving_agency
    kind = KINDS.get(role)
    if role == DECIDER or kind is None or dossier.agency.kind == kind:
        return dossier.agency
    rows = agencies_of(dossier.province_id).filter(kind=kind)
    return nearest(rows, dossier.commune_id or dossier.agency.commune_id) or dossier.agency


def nearest(agencies: Iterable[Agency], commune: str | None) -> Agency | None:
    """The one of the dossier's own commune, else one for the whole province, else none: another commune's is not concerned."""
    rows = list(agencies)
    own = [a for a in rows if commune and a.commune_id == commune]
    wide = [a for a in rows if a.commune_id is None]
    return next(iter(own or wide), None)
