from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import IO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from documents.actions.store import storing
from documents.models import StoredFile
from dossiers.acting import checked, finish, locked, ours, permit
from dossiers.models import Dossier, Result
from dossiers.policies import DossierPolicy
from dossiers.states import PAUSED, RUNNING, Status
from dossiers.validity import holds_until
from foundation.errors import Conflict, InvalidInput
from foundation.local_time import now


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
    """Put a result to a dossier (kết quả giải quyết): number, date, signer, term and file. A dossier may have several.

    The term is that of the law (hotel class: five years) where none is given and the day of issue is known.
    """
    dossier = locked(dossier_id)
    ours(dossier)
    permit(DossierPolicy.of(actor), "add_result", dossier, _("Vị trí của bạn không được thêm kết quả vào hồ sơ này."))
    if dossier.state not in RUNNING | PAUSED | {Status.COMPLETED}:
        raise Conflict("wrong_state", _("Chỉ thêm kết quả khi hồ sơ đã được tiếp nhận và chưa trả."))
    title, its_number = checked(name, "name", 400), checked(number, "number", 60)
    if stream is None and not its_number:
        raise InvalidInput.on("file", "required", _("Hãy gửi tệp kết quả hoặc ghi số của kết quả."))
    if issued_on and valid_until and valid_until < issued_on:
        raise InvalidInput.on("valid_until", "before_issue", _("Ngày hết hạn không được trước ngày ban hành."))
    if issued_on and valid_until is None:
        valid_until = holds_until(issued_on, dossier.version_of_procedure.result_validity_months)
    when = now()
    with _kept(stream, file_name, size, dossier, actor) as kept:
        result = Result.objects.create(
            dossier=dossier, name=title or dossier.version_of_procedure.result_name, number=its_number,
            issued_on=issued_on, valid_until=valid_until, signer_id=signer_id, file=kept, added_at=when,
        )  # fmt: skip
        finish(dossier, "dossier.result_added", actor=actor, at=when, action="add_result", result_id=result.id)
    return result


def _kept(
    stream: IO[bytes] | None, file_name: str, size: int | None, dossier: Dossier, actor: Actor
) -> AbstractContextManager[StoredFile | None]:
    """The file of a result, where it has one."""
    if stream is None:
        return nullcontext()
    return storing(
        stream, file_name, size=size, province_id=dossier.province_id, user_id=actor.user_id,
        agency_ids=[dossier.agency_id, dossier.receiving_agency_id],
    )  # fmt: skip
