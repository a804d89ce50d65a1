from typing import Literal

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Agency
from dossiers.acting import finish
from dossiers.codes import search_key
from dossiers.inputs import MirroredDossier
from dossiers.mirroring import began, ended, sound
from dossiers.models import Dossier
from dossiers.models.dossier import NO_DATE
from dossiers.people import add_party, change_party, index_names
from dossiers.policies import reaches
from dossiers.states import TERMINAL, Status, mirrored_may
from foundation import scoping
from foundation.errors import Conflict, NotPermitted
from foundation.local_time import iso_local, now
from foundation.vietnamese_text import squeeze
from procedures.models import ProcedureVersion


@transaction.atomic
def mirror(
    system: str, code: str, told: MirroredDossier, *, actor: Actor
) -> tuple[Dossier, Literal["created", "updated", "unchanged"]]:
    """Show a dossier that another system settles (NĐ 224/2026 Đ15(1)(h)): its code verbatim, its dates as told.

    Idempotent: the same or an older ``source_version`` changes nothing. Gives the dossier and what was done.
    Our clock, forms and receipts do not apply; look-up, notices and ratings do. NotPermitted where the agency, or the
    one that has had the dossier so far, is not the actor's; Conflict where it would leave a final state.
    """
    agency, version = sound(system, code, told)
    if (actor.kind != "system" and actor.province_id != agency.province_id) or not reaches(agency):
        raise NotPermitted("not_permitted", _("Cơ quan này không thuộc phạm vi hệ thống của bạn."))
    key = search_key(code)
    dossier = _held(system, key, agency)
    if dossier is None:
        dossier, previous = _new(system, code, key, agency, version), ""
    else:
        if told.source_version <= (dossier.source_version or 0):
            return dossier, "unchanged"
        if not mirrored_may(dossier.state, Status(told.status)):
            raise Conflict("final_state", _("Hồ sơ đã kết thúc ở hệ thống gốc, không mở lại được."))
        previous = dossier.status
    _bring_up(dossier, told, agency, version, actor)
    finish(
        dossier, "dossier.mirrored", actor=actor, at=now(), previous=previous or told.status, system=system,
        source_version=str(told.source_version), completed_at=iso_local(dossier.completed_at),
        accepted_at=iso_local(dossier.accepted_at), outcome=dossier.outcome, settled_by=dossier.settled_by,
        rule="" if previous == told.status else "status_changed",
    )  # fmt: skip
    return dossier, "updated" if previous else "created"


def _held(system: str, key: str, agency: Agency) -> Dossier | None:
    """The dossier that carries this code, locked; calls that tell of one code at once come one after the other."""
    where = {"province_id": agency.province_id, "mirror_system": system, "code_key": key}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"mirror {agency.province_id} {system} {key}"]
        )
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("procedure", "agency", "version_of_procedure")
    if found := rows.filter(**where).first():
        return found
    with scoping.system("mirrored dossier of another unit"):
        if Dossier.objects.filter(**where).exists():
            raise NotPermitted("not_permitted", _("Hồ sơ mang mã này thuộc đơn vị ngoài phạm vi hệ thống của bạn."))
    return None


def _new(system: str, code: str, key: str, agency: Agency, version: ProcedureVersion) -> Dossier:
    return Dossier(
        province_id=agency.province_id, channel=Dossier.Channel.NATIONAL_PORTAL, code=code, code_key=key,
        mirror_system=system, agency=agency, procedure=version.procedure, version_of_procedure=version,
    )  # fmt: skip


def _bring_up(dossier: Dossier, told: MirroredDossier, agency: Agency, version: ProcedureVersion, actor: Actor) -> None:
    """Everything as it is told now; who it is about, too."""
    new = dossier._state.adding
    if new or dossier.procedure_id != version.procedure_id:
        dossier.procedure, dossier.version_of_procedure = version.procedure, version
        dossier.settled_by = version.settled_by
    dossier.agency = dossier.receiving_agency = agency
    dossier.status, dossier.outcome, dossier.source_version = told.status, told.outcome, told.source_version
    dossier.summary, dossier.applicant_name = squeeze(told.summary), squeeze(told.applicant.full_name)
    dossier.accepted_at, dossier.due_at = began(told.received_at), ended(told.due_at, agency)
    dossier.completed_at, dossier.returned_at = ended(told.completed_at, agency), ended(told.returned_at, agency)
    dossier.original_due_at = dossier.original_due_at or dossier.due_at
    dossier.due_sort = dossier.due_at or NO_DATE
    dossier.extended = bool(dossier.due_at and dossier.original_due_at and dossier.due_at > dossier.original_due_at)
    final = told.status in TERMINAL
    dossier.closed_at = (dossier.returned_at or dossier.completed_at or dossier.closed_at or now()) if final else None
    dossier.submitted_at = dossier.submitted_at or dossier.accepted_at or now()
    if new:
        dossier.updated_at = now()
        dossier.save(force_insert=True)
    _people(dossier, told, actor, new=new)


def _people(dossier: Dossier, told: MirroredDossier, actor: Actor, *, new: bool) -> None:
    if new:
        party = add_party(
            dossier, told.applicant, "applicant", 0, notify=True, notify_zalo=bool(told.notify_zalo), by=actor
        )
    else:
        party = dossier.parties.get(role="applicant")
        if not change_party(party, told.applicant, dossier, notify_zalo=told.notify_zalo, by=actor):
            return
    dossier.citizen_ids = [party.citizen_id] if party.citizen_id else []
    index_names(dossier, [party.full_name])
