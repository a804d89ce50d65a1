"""What every act that adds a paper to a dossier asks first."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import locked, ours, permit
from dossiers.models import Dossier
from dossiers.policies import DossierPolicy
from dossiers.states import TERMINAL
from foundation.errors import Conflict, InvalidInput
from foundation.vietnamese_text import storable
from procedures.models import Requirement


def open_for_papers(dossier_id: UUID, actor: Actor) -> Dossier:
    """The dossier, locked; NotFound, NotPermitted, or Conflict where another system settles it or it has ended."""
    dossier = locked(dossier_id)
    ours(dossier)
    permit(DossierPolicy.of(actor), "add_document", dossier, _("Vị trí của bạn không được thêm giấy tờ vào hồ sơ này."))
    if dossier.state in TERMINAL:
        raise Conflict("closed", _("Hồ sơ đã kết thúc nên không thêm giấy tờ được."))
    return dossier


def requirement_of(dossier: Dossier, code: str) -> Requirement:
    """The requirement of its procedure (thành phần hồ sơ) with this code; InvalidInput for an unknown one."""
    found = dossier.version_of_procedure.requirements.filter(code=storable(code)).first()
    if found is None:
        raise InvalidInput.on("requirement", "unknown", _("Thủ tục này không có thành phần hồ sơ mang mã đó."))
    return found
