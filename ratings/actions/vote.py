from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from events.recording import record
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted
from foundation.local_time import now
from foundation.vietnamese_text import squeeze_lines, typed
from ratings.models import Invitation, Vote
from ratings.policies import may_vote

TEXT_LIMIT = 1200
CITIZEN = Actor("citizen")


@transaction.atomic
def vote(invitation_id: UUID, *, score: int, text: str = "", actor: Actor = CITIZEN) -> Vote:
    """Rate once (đánh giá). Conflict where it was answered already or is too late, NotPermitted for officials and systems.

    Neither score nor text goes into the event, which tells of the invitation and not of the dossier: who reads a
    dossier's record does not learn how its owner answered (NĐ 61/2018 Đ27(3))."""
    if not may_vote(actor):
        raise NotPermitted("not_a_citizen", _("Cán bộ không đánh giá hồ sơ của cơ quan mình. Hãy đăng xuất trước."))
    if score not in Vote.Score.values:
        raise InvalidInput.on("score", "required", _("Hãy chọn một mức."))
    if len(typed(text)) > TEXT_LIMIT:
        raise InvalidInput.on("text", "too_long", _("Ý kiến dài tối đa 1.200 ký tự."))
    with scoping.system("vote"):
        invitation = Invitation.objects.select_for_update().filter(id=invitation_id).first()
        if invitation is None:
            raise NotFound("no_invitation", _("Không có lời mời đánh giá này."))
        _open(invitation)
        made = Vote.objects.create(invitation=invitation, score=score, text=squeeze_lines(text), voted_at=now())
        record(
            "rating.voted", subject=("invitation", invitation.id), province_id=invitation.province_id,
            agency_ids=invitation.agency_ids, actor=actor,
        )  # fmt: skip
    return made


def check_open(invitation_id: UUID) -> None:
    """Raise what ``vote`` would: NotFound, or Conflict where it was answered or is too late."""
    with scoping.system("rating page"):
        invitation = Invitation.objects.filter(id=invitation_id).first()
        if invitation is None:
            raise NotFound("no_invitation", _("Không có lời mời đánh giá này."))
        _open(invitation)


def _open(invitation: Invitation) -> None:
    if Vote.objects.filter(invitation=invitation).exists():
        raise Conflict("voted", _("Bạn đã đánh giá hồ sơ này. Cảm ơn bạn."))
    if invitation.expires_at < now():
        raise Conflict("expired", _("Lời mời đánh giá có hạn 30 ngày. Bạn vẫn có thể gửi phản ánh, kiến nghị."))
