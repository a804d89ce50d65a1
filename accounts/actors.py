"""Who acts: the one shape in which every action learns it."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from accounts.models import ApiClient, User


@dataclass(frozen=True)
class Actor:
    """An official in a position, a client of the API, a citizen, or the system under a name.

    Events keep the ids only; ``label`` is for pages.
    """

    kind: Literal["staff", "client", "citizen", "system"]
    user_id: uuid.UUID | None = None
    position_id: uuid.UUID | None = None
    client_id: int | None = None
    label: str = ""
    province_id: uuid.UUID | None = None

    @classmethod
    def system(cls, name: str) -> "Actor":
        """A process of ours, e.g. the sweeper that stops dossiers whose supplement window has passed."""
        return cls("system", label=name)

    @classmethod
    def of_user(cls, user: "User", position_id: uuid.UUID | None = None) -> "Actor":
        """A signed-in official or citizen."""
        kind: Literal["staff", "citizen"] = "citizen" if user.kind == "citizen" else "staff"
        return cls(kind, user.id, position_id, None, str(user), user.province_id)

    @classmethod
    def of_client(cls, client: "ApiClient") -> "Actor":
        """A system of the province."""
        return cls("client", None, None, client.pk, client.name, client.province_id)
