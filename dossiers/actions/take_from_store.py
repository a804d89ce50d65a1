from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import checked, finish
from dossiers.adding_papers import open_for_papers, requirement_of
from dossiers.declared import STORE_CODE_LIMIT
from dossiers.models import Attachment
from foundation.errors import Conflict, InvalidInput
from foundation.local_time import now


@transaction.atomic
def take_from_store(dossier_id: UUID, *, actor: Actor, requirement_code: str, store_code: str) -> Attachment:
    """Note that a paper of a dossier was found in the person's store of electronic papers (Kho quản lý dữ liệu điện tử; NĐ
    45/2020/NĐ-CP Đ16) and need not be handed in, with its code there. Conflict for a closed dossier or a paper noted
    already; InvalidInput for an unknown requirement or no code."""
    dossier = open_for_papers(dossier_id, actor)
    requirement = requirement_of(dossier, requirement_code)
    code = checked(store_code, "store_code", STORE_CODE_LIMIT)
    if not code:
        raise InvalidInput.on("store_code", "required", _("Hãy ghi mã giấy tờ trong kho."))
    if dossier.attachments.filter(requirement=requirement, store_code=code).exists():
        raise Conflict("used_already", _("Giấy tờ này đã được ghi cho thành phần đó rồi."))
    when = now()
    attachment = Attachment.objects.create(
        dossier=dossier, requirement=requirement, name=requirement.name[:400], from_store=True, store_code=code, added_at=when
    )  # fmt: skip
    finish(
        dossier, "dossier.document_added", actor=actor, at=when, action="take_from_store", document_id=attachment.id,
        rule="from_store",
    )  # fmt: skip
    return attachment
