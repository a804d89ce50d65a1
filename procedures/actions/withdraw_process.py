import uuid
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.policies import Grants
from events.recording import record
from foundation.errors import Conflict, NotFound
from foundation.local_time import now, today_local
from procedures.actions.draft_process import permitted
from procedures.locking import lock_processes
from procedures.models import OwnProcess
from procedures.processes import last_day, published


@transaction.atomic
def withdraw_process(process_id: uuid.UUID, *, actor: Actor, grants: Grants) -> OwnProcess:
    """Take back what was published ahead (rút quy trình đã công bố), before its first day: no dossier goes by it, and what
    it was to end goes on. NotFound, NotPermitted; Conflict once it has begun, and where it was withdrawn already."""
    province = permitted(actor, grants)
    own = _of(province, process_id)
    lock_processes(own.version.procedure_id, province)
    own = _of(province, process_id)
    assert own.effective_from is not None
    if own.withdrawn_at is not None:
        raise Conflict("withdrawn", _("Quy trình này đã được rút."))
    if own.effective_from <= today_local():
        raise Conflict("begun", _("Quy trình đã bắt đầu áp dụng thì không rút; hãy soạn và công bố quy trình mới."))
    own.withdrawn_at, own.withdrawn_by_id = now(), actor.user_id
    own.save(update_fields=["withdrawn_at", "withdrawn_by"])
    others = list(published(own.province_id, own.version.procedure_id))
    for before in others:
        if before.effective_from and before.effective_to == own.effective_from - timedelta(days=1):
            before.effective_to = last_day(before.version, before.effective_from, others)
            before.save(update_fields=["effective_to"])
    record(
        "process.withdrawn", subject=("process", own.id), province_id=own.province_id, agency_ids=[], actor=actor,
        data={
            "procedure": own.version.procedure.code, "version": own.version.version, "number": own.number,
            "begins": own.effective_from.isoformat(),
        },
    )  # fmt: skip
    return own


def _of(province_id: uuid.UUID, process_id: uuid.UUID) -> OwnProcess:
    rows = OwnProcess.objects.select_related("version__procedure")
    found = rows.filter(id=process_id, province_id=province_id, published_at__isnull=False).first()
    if found is None:
        raise NotFound("process_not_found", _("Không có quy trình này ở tỉnh của bạn."))
    return found
