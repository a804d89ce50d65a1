"""Who looks at the forms themselves: their editions, dates and doubts."""

from accounts.policies import Grants
from accounts.roles import Role

KEEPERS = frozenset({Role.ADMIN, Role.CENTRE_DIRECTOR, Role.CONTROLLER})


def sees_editions(grants: Grants) -> bool:
    """Administrators, procedure control and the director of the centre, who answer for what is printed."""
    return bool(grants.roles & KEEPERS)
