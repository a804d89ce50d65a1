"""Who may change the catalogue. Everybody may read it: procedures are public (NĐ 63/2010/NĐ-CP Đ24)."""

from accounts.policies import Grants
from accounts.roles import Role


def may_edit(grants: Grants) -> bool:
    """Preparing a version is the work of procedure control (kiểm soát thủ tục hành chính), not of administrators."""
    return Role.CONTROLLER in grants.roles
