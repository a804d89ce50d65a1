"""What another system tells of a dossier: is it sound, and what moments does it mean."""

import re
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from accounts.models import Agency
from accounts.queries import agency_by_code
from calendars.queries import calendar_for
from dossiers.codes import is_importable
from dossiers.inputs import MirroredDossier
from dossiers.models import Dossier
from dossiers.people import faults
from dossiers.states import Status
from foundation.errors import FieldError, InvalidInput
from foundation.local_time import LOCAL
from procedures.codes import bare_code
from procedures.models import ProcedureVersion
from procedures.queries import current_version

_SYSTEM = re.compile(r"(?!\d{6,})[A-Za-z0-9][A-Za-z0-9_-]{0,59}")  # what an event may carry of it


def sound(system: str, code: str, told: MirroredDossier) -> tuple[Agency, ProcedureVersion]:
    """The agency and procedure that are named; InvalidInput lists every fault by field."""
    wrong = list(_faults(system, code, told))
    agency = version = None
    try:
        agency = agency_by_code(told.agency.strip())
    except Agency.DoesNotExist:
        wrong.append(FieldError("agency", "unknown", _("Không có cơ quan mang mã này đang hoạt động.")))
    try:
        version = current_version(bare_code(told.procedure))
    except ProcedureVersion.DoesNotExist:
        wrong.append(FieldError("procedure", "unknown", _("Không có thủ tục mang mã này đang hiệu lực.")))
    if wrong or agency is None or version is None:
        raise InvalidInput("invalid", _("Hãy sửa các mục dưới đây rồi gửi lại."), wrong)
    return agency, version


def _faults(system: str, code: str, told: MirroredDossier) -> list[FieldError]:
    wrong = faults(told.applicant, "applicant")
    for field, fine, message in [
        ("system", _SYSTEM.fullmatch(system), _("Tên hệ thống gồm chữ không dấu, số, gạch ngang, tối đa 60 ký tự.")),
        ("code", is_importable(code), _("Mã hồ sơ gồm 8–60 chữ, số, dấu chấm hoặc gạch ngang.")),
        ("status", told.status in set(Status) - {Status.DRAFT}, _("Tình trạng không có trong danh mục.")),
        ("outcome", told.outcome in ("", *Dossier.Outcome.values), _("Kết quả là granted hoặc refused.")),
        ("source_version", told.source_version >= 0, _("source_version là số không âm, tăng dần.")),
        ("summary", len(told.summary) <= 1000, _("Trích yếu dài tối đa 1.000 ký tự.")),
    ]:
        if not fine:
            wrong.append(FieldError(field, "invalid", message))
    return wrong


def began(told: datetime | date | None) -> datetime | None:
    """When something began: a mere day from its first moment on."""
    if told is None or isinstance(told, datetime):
        return told
    return datetime.combine(told, time.min, LOCAL)


def ended(told: datetime | date | None, agency: Agency) -> datetime | None:
    """When something is to end or ended: a mere day at the end of that agency's office hours, or of the day."""
    if told is None or isinstance(told, datetime):
        return told
    calendar = calendar_for(agency.id)
    if calendar.is_working(told):
        return calendar.end_of(told)
    return datetime.combine(told, time(23, 59, 59), LOCAL)
