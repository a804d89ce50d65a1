from datetime import date
from typing import IO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from documents.actions.store import store
from dossiers.acting import finish, locked, ours, permit
from dossiers.models import Result
from dossiers.policies import DossierPolicy
from dossiers.states import PAUSED, RUNNING, Status
from foundation.errors import Conflict
from foundation.local_time import now
from foundation.vietnamese_text import squeeze


@transaction.atomic
def add_result(
    dossier_id: UUID,
    *,
    actor: Actor,
    stream: IO[bytes] | None = None,
    file_name: str = "",
    size: int | None = None,
    name: str = "",
    number: str = "",
    issued_on: date | None = None,
    valid_until: date | None = None,
    signer_id: UUID | None = None,
) -> Result:
    """Put a result to a dossier (kết quả giải quyết): number, date, signer, term and file. A dossier may have several."""
    dossier = locked(dossier_id)
    ours(dossier)
    permit(DossierPolicy.of(actor), "add_result", dossier, _("Vị trí của bạn không được thêm kết quả vào hồ sơ này."))
    if dossier.state not in RUNNING | PAUSED | {Status.COMPLETED}:
        raise Conflict("wrong_state", _("Chỉ thêm kết quả khi hồ sơ đã được tiếp nhận và chưa trả."))
    kept = None
    if stream is not None:
        kept = store(
            stream, file_name, size=size, province_id=dossier.province_id, user_id=actor.user_id,
            agency_ids=[dossier.agency_id, dossier.receiving_agency_id],
        )  # fmt: skip
    when = now()
    result = Result.objects.create(
        dossier=dossier, name=squeeze(name)[:400] or dossier.version_of_procedure.result_name,
        number=squeeze(number)[:60], issued_on=issued_on, valid_until=valid_until, signer_id=signer_id, file=kept,
        added_at=when,
    )  # fmt: skip
    finish(dossier, "dossier.result_added", actor=actor, at=when, action="add_result", result_id=result.id)
    return result
