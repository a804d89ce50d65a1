from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import checked, finish, locked, ours, permit
from dossiers.declared import STORE_CODE_LIMIT
from dossiers.models import Attachment
from dossiers.policies import DossierPolicy
from dossiers.states import TERMINAL
from foundation.errors import Conflict, InvalidInput
from foundation.local_time import now
from foundation.vietnamese_text import storable


@transaction.atomic
def take_from_store(dossier_id: UUID, *, actor: Actor, requirement_code: str, store_code: str) -> Attachment:
    """Note that a paper of a dossier was found in the person's store of electronic papers (Kho quản lý dữ liệu điện tử; NĐ
    45/2020/NĐ-CP Đ16) and need not be handed in, with its code there. Conflict for a closed dossier or a paper noted
    already; InvalidInput for an unknown requirement or no code."""
    dossier = locked(dossier_id)
    ours(dossier)
    permit(DossierPolicy.of(actor), "add_document", dossier, _("Vị trí của bạn không được thêm giấy tờ vào hồ sơ này."))
    if dossier.state in TERMINAL:
        raise Conflict("closed", _("Hồ sơ đã kết thúc nên không thêm giấy tờ được."))
    requirement = dossier.version_of_procedure.requirements.filter(code=storable(requirement_code)).first()
    if requirement is None:
        raise InvalidInput.on("requirement", "unknown", _("Thủ tục này không có thành phần hồ sơ mang mã đó."))
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
