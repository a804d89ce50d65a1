"""Who may issue and void which papers of a dossier, and keep which book."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.models import Agency, Position, User
from accounts.policies import Grants
from accounts.queries import in_being
from accounts.roles import FIGURES_ONLY, PROVINCE_WIDE, Role
from documents.forms.catalogue import PaperKind
from documents.models import IssuedPaper
from dossiers.forms.gathering import occasion_of, standing_of
from dossiers.forms.rules import COMPETENT, OF_DOSSIERS, RECEIVING, fits, issuers
from dossiers.models import Dossier
from dossiers.policies import DossierPolicy
from events.models import Event

_VOIDERS: dict[PaperKind, frozenset[Role]] = {
    PaperKind.RECEIPT: frozenset({Role.RECEPTIONIST}),
    PaperKind.SUPPLEMENT: frozenset({Role.RECEPTIONIST, Role.CASE_OFFICER, Role.UNIT_HEAD}),
    PaperKind.REFUSAL: frozenset({Role.RECEPTIONIST, Role.UNIT_HEAD, Role.SIGNER}),
    PaperKind.APOLOGY: frozenset({Role.SIGNER}),
    PaperKind.STOP: frozenset({Role.RECEPTIONIST, Role.CASE_OFFICER, Role.UNIT_HEAD}),
    PaperKind.CONTROL: frozenset({Role.RECEPTIONIST, Role.CENTRE_DIRECTOR}),
    PaperKind.FEE_RECEIPT: frozenset({Role.CASHIER, Role.CENTRE_DIRECTOR}),
}
# who keeps the book of a counter: those who work at it, and who looks after all counters
_KEEPERS = frozenset({Role.RECEPTIONIST, Role.RETURNER, Role.CENTRE_DIRECTOR, Role.CONTROLLER})


@dataclass(frozen=True)
class PaperPolicy:
    """The rights of one official over papers; nobody else has any: issuing is an act of a person in a post."""

    grants: Grants | None
    sees_people: bool = False

    @classmethod
    def of(cls, actor: Actor) -> "PaperPolicy":
        policy = DossierPolicy.of(actor)
        return cls(policy.grants, policy.sees_people)

    @classmethod
    def of_user(cls, user: User) -> "PaperPolicy":
        policy = DossierPolicy.of_user(user)
        return cls(policy.grants, policy.sees_people)

    def post_to_issue(self, kind: PaperKind, dossier: Dossier, record: Sequence[Event]) -> Position | None:
        """The post in which this official issues the form; None where they may not."""
        if not self._here(dossier) or self.grants is None:
            return None
        at: dict[str, UUID | None] = {RECEIVING: dossier.receiving_agency_id, COMPETENT: dossier.agency_id}
        if kind is PaperKind.CONTROL:
            return self._reader(at.values()) if self.sees_people else None
        posts = sorted(issuers(kind, standing_of(dossier, record)))
        found = (self.grants.position_for([role], [at[place]]) for role, place in posts)
        return next((post for post in found if post), None)

    def issuable(self, dossier: Dossier, record: Sequence[Event], issued: Sequence[IssuedPaper]) -> list[PaperKind]:
        """What this official may issue of the dossier now, in the order of the annex."""
        if dossier.is_mirrored:
            return []
        standing = standing_of(dossier, record)
        return [
            kind for kind in OF_DOSSIERS
            if fits(kind, standing) and self.post_to_issue(kind, dossier, record) and not _stands(kind, record, issued)
        ]  # fmt: skip

    def may_void(self, paper: IssuedPaper) -> bool:
        """Whether this official may void it: those who issue such papers at the agency that issued it."""
        roles = _VOIDERS.get(paper.form)
        if self.grants is None or roles is None or self.grants.province_id != paper.province_id:
            return False
        return self.grants.has(roles, [paper.agency_id])

    def post_to_keep(self, agency: Agency) -> Position | None:
        """The post in which this official keeps the book of a counter; None where they may not."""
        if self.grants is None or self.grants.province_id != agency.province_id:
            return None
        return self.grants.position_for(sorted(_KEEPERS), [agency.id])

    def counters(self) -> QuerySet[Agency]:
        """The agencies whose books this official keeps: where somebody receives dossiers today, of those they may."""
        if self.grants is None or self.grants.province_id is None:
            return Agency.objects.none()
        received = Position.objects.filter(
            in_being(), role=Role.RECEPTIONIST, agency__province_id=self.grants.province_id
        )
        rows = Agency.objects.filter(id__in=received.values("agency_id")).order_by("code", "id")
        keeping = [p for p in self.grants.positions if p.role in _KEEPERS]
        if any(p.role in PROVINCE_WIDE for p in keeping):
            return rows
        return rows.filter(id__in=[p.agency_id for p in keeping])

    def _here(self, dossier: Dossier) -> bool:
        return self.grants is not None and self.grants.province_id == dossier.province_id

    def _reader(self, agency_ids: Iterable[UUID | None]) -> Position | None:
        assert self.grants is not None
        return self.grants.position_for(sorted(set(Role) - FIGURES_ONLY), agency_ids)


def keeps_books(grants: Grants) -> bool:
    """Whether this official keeps the book of some counter."""
    return bool(grants.roles & _KEEPERS)


def _stands(kind: PaperKind, record: Sequence[Event], issued: Sequence[IssuedPaper]) -> bool:
    """Whether a valid paper says it already."""
    occasion = occasion_of(kind, record)
    return occasion is not None and any(
        p.occasion == occasion.id and p.kind == kind and not p.is_voided for p in issued
    )
