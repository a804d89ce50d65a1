"""Who may change the catalogue. Everybody may read it: procedures are public (NĐ 63/2010/NĐ-CP Đ24)."""

from accounts.policies import Grants
from accounts.roles import Role


def may_edit(grants: Grants) -> bool:
    """Preparing a version is the work of procedure control (kiểm soát thủ tục hành chính), not of administrators."""
    return Role.CONTROLLER in grants.roles


def is_told_of_lapses(grants: Grants) -> bool:
    """Whose first page says that a new version ends the province's own process: who draws it anew, and the director of
    the centre (NĐ 118/2025/NĐ-CP)."""
    return bool(grants.roles & {Role.CONTROLLER, Role.CENTRE_DIRECTOR})
