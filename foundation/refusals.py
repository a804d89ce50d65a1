"""What PostgreSQL itself refuses, as a refusal of ours: the last net under checks that should have said it better."""

import structlog
from django.db import DatabaseError, DataError
from django.utils.translation import gettext as _

from foundation.errors import DomainError, InvalidInput, NotPermitted

log = structlog.get_logger(__name__)
_INSUFFICIENT_PRIVILEGE = "42501"


def refusal_of(error: Exception) -> DomainError | None:
    """A value that no column can hold is InvalidInput, a row of somebody else's NotPermitted; None for every other
    error. The log hears of it, since a check of ours let it through."""
    if not isinstance(error, DatabaseError):
        return None
    state = getattr(error.__cause__, "sqlstate", None)
    if isinstance(error, DataError):
        log.warning("database_refused_value", sqlstate=state, exc_info=error)
        return InvalidInput("unstorable", _("Có giá trị quá dài, quá lớn hoặc có ký tự không lưu được."))
    if state == _INSUFFICIENT_PRIVILEGE:
        log.warning("row_security_refused", exc_info=error)
        return NotPermitted("foreign_row", _("Dữ liệu này không thuộc phạm vi của bạn; chưa có gì thay đổi."))
    return None
