import re
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Agency
from accounts.queries import agency_by_code
from dossiers.acting import finish
from dossiers.codes import is_importable, search_key
from dossiers.inputs import MirroredDossier
from dossiers.models import Dossier
from dossiers.models.dossier import NO_DATE
from dossiers.people import add_party, faults, index_names
from dossiers.states import TERMINAL, Status, mirrored_may
from foundation.errors import Conflict, FieldError, InvalidInput, NotPermitted
from foundation.local_time import iso_local, now
from foundation.vietnamese_text import squeeze
from procedures.models import ProcedureVersion
from procedures.queries import current_version

_SYSTEM = re.compile(r"(?!\d{6,})[A-Za-z0-9][A-Za-z0-9_-]{0,59}")  # what an event may carry of it


@transaction.atomic
def mirror(
    system: str, code: str, told: MirroredDossier, *, actor: Actor
) -> tuple[Dossier, Literal["created", "updated", "unchanged"]]:
    """Show a dossier that another system settles (NĐ 224/2026 Đ15(1)(h)): its code verbatim, its dates as told.

    Idempotent: the same or an older ``source_version`` changes nothing. Gives the dossier and what was done.
    Our clock, forms and receipts do not apply; look-up, notices and ratings do.
    """
    agency, version = _checked(system, code, told)
    if actor.kind != "system" and actor.province_id != agency.province_id:
        raise NotPermitted("not_permitted", _("Hệ thống của bạn không thuộc tỉnh của cơ quan này."))
    key = search_key(code)
    dossier = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("procedure", "agency", "version_of_procedure")
        .filter(province_id=agency.province_id, mirror_system=system, code_key=key)
        .first()
    )
    if dossier is None:
        dossier = _create(system, code, key, told, agency, version, actor)
        previous = ""
    else:
        if told.source_version <= (dossier.source_version or 0):
            return dossier, "unchanged"
        if not mirrored_may(dossier.state, Status(told.status)):
            raise Conflict("final_state", _("Hồ sơ đã kết thúc ở hệ thống gốc, không mở lại được."))
        previous = dossier.status
        _update(dossier, told)
    finish(
        dossier, "dossier.mirrored", actor=actor, at=now(), previous=previous or told.status, system=system,
        source_version=str(told.source_version), completed_at=iso_local(dossier.completed_at),
        accepted_at=iso_local(dossier.accepted_at), outcome=dossier.outcome, settled_by=dossier.settled_by,
        rule="" if previous == told.status else "status_changed",
    )  # fmt: skip
    return dossier, "updated" if previous else "created"


def _checked(system: str, code: str, told: MirroredDossier) -> tuple[Agency, ProcedureVersion]:
    wrong: list[FieldError] = []
    if not _SYSTEM.fullmatch(system):
        wrong.append(
            FieldError("system", "invalid", _("Tên hệ thống gồm chữ không dấu, số, gạch ngang, tối đa 60 ký tự."))
        )
    if not is_importable(code):
        wrong.append(FieldError("code", "invalid", _("Mã hồ sơ gồm 8–60 chữ, số, dấu chấm hoặc gạch ngang.")))
    if told.status not in set(Status) - {Status.DRAFT}:
        wrong.append(FieldError("status", "invalid", _("Tình trạng không có trong danh mục.")))
    if told.outcome and told.outcome not in Dossier.Outcome.values:
        wrong.append(FieldError("outcome", "invalid", _("Kết quả là granted hoặc refused.")))
    if told.source_version < 0:
        wrong.append(FieldError("source_version", "invalid", _("source_version là số không âm, tăng dần.")))
    wrong.extend(faults(told.applicant, "applicant"))
    agency = version = None
    try:
        agency = agency_by_code(told.agency)
    except Agency.DoesNotExist:
        wrong.append(FieldError("agency", "unknown", _("Không có cơ quan mang mã này đang hoạt động.")))
    try:
        version = current_version(told.procedure)
    except ProcedureVersion.DoesNotExist:
        wrong.append(FieldError("procedure", "unknown", _("Không có thủ tục mang mã này đang hiệu lực.")))
    if wrong or agency is None or version is None:
        raise InvalidInput("invalid", _("Hãy sửa các mục dưới đây rồi gửi lại."), wrong)
    return agency, version


def _apply(dossier: Dossier, told: MirroredDossier) -> None:
    dossier.status, dossier.outcome = told.status, told.outcome
    dossier.source_version = told.source_version
    dossier.accepted_at, dossier.due_at, dossier.completed_at = (
        told.received_at,
        told.due_at,
        told.completed_at,
    )
    dossier.original_due_at = dossier.original_due_at or told.due_at
    dossier.due_sort = told.due_at or NO_DATE
    dossier.closed_at = (told.completed_at or now()) if told.status in TERMINAL else None


def _create(
    system: str, code: str, key: str, told: MirroredDossier, agency: Agency, version: ProcedureVersion, actor: Actor
) -> Dossier:
    when = told.received_at or now()
    dossier = Dossier(
        province_id=agency.province_id, procedure=version.procedure, version_of_procedure=version, agency=agency,
        receiving_agency=agency, channel=Dossier.Channel.NATIONAL_PORTAL, settled_by=version.settled_by, code=code,
        code_key=key, mirror_system=system, summary=squeeze(told.summary)[:1000], submitted_at=when, updated_at=when,
        applicant_name=squeeze(told.applicant.full_name),
    )  # fmt: skip
    _apply(dossier, told)
    dossier.save(force_insert=True)
    party = add_party(dossier, told.applicant, "applicant", 0, notify=True, notify_zalo=told.notify_zalo, by=actor)
    dossier.citizen_ids = [party.citizen_id] if party.citizen_id else []
    index_names(dossier, [party.full_name])
    return dossier


def _update(dossier: Dossier, told: MirroredDossier) -> None:
    _apply(dossier, told)
