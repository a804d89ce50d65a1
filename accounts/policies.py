"""What posts a person holds, asked by every policy of the rooms above."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Position, User
from accounts.queries import positions_on
from accounts.roles import PROVINCE_WIDE, Role


def posts_of(user_id: uuid.UUID, province_id: uuid.UUID | None) -> tuple[Position, ...]:
    """The posts of today, those of people who are substituted among them; one in another province than the person's gives no right, however it came about."""
    return tuple(p for p in positions_on(user_id) if p.agency.province_id == province_id)


@dataclass(frozen=True)
class Grants:
    """The posts of one person today."""

    user_id: uuid.UUID
    province_id: uuid.UUID | None
    positions: tuple[Position, ...]

    @classmethod
    def of(cls, user: User) -> "Grants":
        """Read them (one query); an inactive person or one who is not an official has none."""
        if not user.is_active or user.kind != User.Kind.STAFF:
            return cls(user.id, user.province_id, ())
        return cls(user.id, user.province_id, posts_of(user.id, user.province_id))

    def roles_in(self, agency_id: uuid.UUID | None) -> set[Role]:
        """The roles that count for rows of this agency: those held in that very agency, and province-wide ones. A post in
        the unit above sees the rows of the units below (``accounts/scopes.py``) and does nothing with them."""
        return {Role(p.role) for p in self.positions if p.role in PROVINCE_WIDE or p.agency_id == agency_id}

    def has(self, roles: Role | Iterable[Role], agency_ids: Iterable[uuid.UUID | None]) -> bool:
        """Whether one of these roles is held for one of these agencies."""
        wanted = {roles} if isinstance(roles, Role) else set(roles)
        return any(wanted & self.roles_in(agency_id) for agency_id in agency_ids)

    def position_for(self, roles: Iterable[Role], agency_ids: Iterable[uuid.UUID | None]) -> Position | None:
        """The post under which such an act is done."""
        agencies, wanted = set(agency_ids), set(roles)
        for position in self.positions:
            if position.role in wanted and (position.role in PROVINCE_WIDE or position.agency_id in agencies):
                return position
        return None

    @property
    def work_of(self) -> frozenset[uuid.UUID]:
        """Whose work this person does: the own, and that of those who are away and whose posts are held for them."""
        return frozenset({self.user_id, *(p.user_id for p in self.positions)})

    @property
    def roles(self) -> set[Role]:
        return {Role(p.role) for p in self.positions}
