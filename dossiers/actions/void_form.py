from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from documents.actions.void import void
from documents.models import IssuedPaper
from dossiers.acting import locked, ours, record_beside
from dossiers.paper_policies import PaperPolicy
from foundation.errors import NotFound, NotPermitted
from foundation.local_time import now


@transaction.atomic
def void_form(dossier_id: UUID, paper_id: UUID, *, actor: Actor, reason: str) -> IssuedPaper:
    """Void a paper of a dossier that was typed wrong (hủy phiếu); the next of its kind stands in its place, with the next
    number of the series. NotFound, NotPermitted, Conflict or InvalidInput."""
    dossier = locked(dossier_id)
    ours(dossier)
    paper = IssuedPaper.objects.filter(subject_kind="dossier", subject_id=dossier.id, id=paper_id).first()
    if paper is None:
        raise NotFound("paper_not_found", _("Không có phiếu này, hoặc bạn không được xem."))
    if not PaperPolicy.of(actor).may_void(paper):
        raise NotPermitted("not_permitted", _("Vị trí của bạn không hủy được phiếu này."))
    when = now()
    paper = void(paper.id, subject_id=dossier.id, user_id=actor.user_id, reason=reason, at=when)
    record_beside(dossier, "dossier.paper_voided", actor=actor, at=when, paper_id=paper.id, kind=paper.kind)
    return paper
