"""What every act on a dossier does first and last: lock, check, and record."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.circumstances import circumstances_of
from dossiers.models import Dossier, Remark
from dossiers.policies import DossierPolicy
from dossiers.states import NEEDS_REASON, ONLY_IF, Action, after
from dossiers.stepping import follow
from events.models import Event
from events.recording import record
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted, Stale
from foundation.local_time import iso_local, now
from foundation.vietnamese_text import squeeze, typed

REASON_LIMIT = 2000


def locked(dossier_id: UUID) -> Dossier:
    """The dossier, locked until the transaction ends; NotFound also for one outside the actor's scope."""
    row = (
        Dossier.objects.select_for_update(of=("self",), no_key=True)  # rows that point to it do not wait for it
        .select_related("version_of_procedure", "procedure", "agency", "receiving_agency", "province")
        .filter(id=dossier_id)
        .first()
    )
    if row is None:
        raise NotFound("dossier_not_found", _("Không có hồ sơ này, hoặc bạn không được xem."))
    return row


def begin(
    dossier_id: UUID, action: Action, *, actor: Actor, expected_version: int | None = None, reason: str = ""
) -> Dossier:
    """Lock the dossier and check version, person, state and reason, in this order; nothing is changed yet.

    NotFound, Stale, NotPermitted, Conflict (with ``allowed``) or InvalidInput.
    """
    dossier = locked(dossier_id)
    policy = DossierPolicy.of(actor)
    check_version(dossier, expected_version)
    ours(dossier)
    permit(policy, action, dossier, _("Vị trí của bạn không được làm việc này với hồ sơ này."))
    if after(dossier.state, action, circumstances_of(dossier)) is None:
        code, why = _why_not(dossier, action)
        raise Conflict(
            code, why, extra={"dossier_status": dossier.status, "allowed": [a.value for a in policy.actions(dossier)]}
        )
    if action in NEEDS_REASON and not reason.strip():
        raise InvalidInput.on("reason", "required", _("Hãy ghi lý do; công dân sẽ đọc lý do này."))
    if len(typed(reason)) > REASON_LIMIT:
        raise InvalidInput.on("reason", "too_long", _("Lý do dài tối đa 2.000 ký tự."))
    return dossier


def _why_not(dossier: Dossier, action: Action) -> tuple[str, str]:
    """A code and a sentence for what the table forbids this dossier."""
    match ONLY_IF.get((dossier.state, action)):
        case ("extended", _wanted):
            return "extended_already", _(
                "Việc hẹn lại ngày trả kết quả được thực hiện không quá một lần (Nghị định 61/2018/NĐ-CP Điều 19 khoản 9)."
            )
        case ("immediate", _wanted):
            return "not_started", _("Thủ tục này phải qua thẩm định: hãy bắt đầu xử lý trước khi báo đã xong.")
        case ("pays_first", _wanted):
            return "not_started", _("Hãy bắt đầu xử lý trước khi yêu cầu nộp tiền: thời hạn đã tính từ lúc tiếp nhận.")
        case ("decided", _wanted):
            return "decided", _(
                "Hồ sơ đã có kết quả giải quyết nên không rút được nữa (Nghị định 118/2025/NĐ-CP Điều 21)."
            )
    return "wrong_state", _("Hồ sơ đang ở tình trạng «%(status)s» nên không làm được việc này.") % {
        "status": dossier.status_name
    }


def ours(dossier: Dossier) -> None:
    """Conflict where another system settles the dossier."""
    if dossier.is_mirrored:
        raise Conflict(
            "mirrored", _("Hồ sơ do hệ thống khác giải quyết; chỉ hệ thống đó đổi được hồ sơ."), extra={"allowed": []}
        )


def permit(policy: DossierPolicy, act: str, dossier: Dossier, refusal: str) -> None:
    """NotPermitted where this person may not do this; else the dossier remembers in which post it is done."""
    if not policy.may(act, dossier):
        raise NotPermitted("not_permitted", refusal)
    dossier.acting_post = policy.post_for(act, dossier)


def check_version(dossier: Dossier, expected: int | None) -> None:
    """Stale if somebody changed the dossier since ``expected`` was read."""
    if expected is not None and expected != dossier.row_version:
        raise Stale(
            "stale", _("Hồ sơ đã được người khác cập nhật. Hãy mở lại để xem thay đổi rồi làm tiếp."),
            extra={"current_version": dossier.row_version},
        )  # fmt: skip


def checked(text: str, field: str, limit: int) -> str:
    """The text composed and squeezed; InvalidInput on ``field`` where it is longer than ``limit`` characters."""
    plain = squeeze(text)
    if len(plain) > limit:
        raise InvalidInput.on(field, "too_long", _("Dài tối đa %(limit)s ký tự.") % {"limit": limit})
    return plain


def moment(at: datetime | None) -> datetime:
    """When the act happens: the given instant, never in the future, or now."""
    present = now()
    if at is None:
        return present
    if at > present:
        raise InvalidInput.on("at", "future", _("Thời điểm không được ở tương lai."))
    return at


def finish(
    dossier: Dossier,
    kind: str,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    note: str = "",
    action: str = "",
    previous: str = "",
    stays: bool = False,
    **data: Any,
) -> Event:
    """Save the dossier as a new version and record what happened, with the words that went with it.

    Its steps follow the act, unless it ``stays``: the caller moves it.
    """
    if dossier.pk and not dossier._state.adding:
        dossier.row_version += 1
    if not stays:
        follow(dossier, kind, at, actor.user_id)
    dossier.updated_at = now()
    dossier.save()
    return _record(
        dossier, kind, actor, at, data,
        lambda event: _remember(dossier, event, actor, action or kind, reason, note, at), previous,
    )  # fmt: skip


def record_beside(dossier: Dossier, kind: str, /, *, actor: Actor, at: datetime, **data: Any) -> Event:
    """Record what leaves the dossier and its version as they were (a paper that was issued): who has it open goes on."""
    return _record(dossier, kind, actor, at, data)


def _record(
    dossier: Dossier, kind: str, actor: Actor, at: datetime, data: dict[str, Any],
    before_listeners: Callable[[Event], None] | None = None, previous: str = "",
) -> Event:  # fmt: skip
    facts = {
        "code": dossier.code or "",
        "status": dossier.status,
        "previous_status": previous or dossier.status,
        "national_status": dossier.national_status,
        "procedure": dossier.procedure.code,
        "agency": dossier.agency.code,
        "version": dossier.row_version,
        "due_at": iso_local(dossier.due_at),
        **data,
    }
    return record(
        kind,
        subject=("dossier", dossier.id),
        province_id=dossier.province_id,
        agency_ids=[
            dossier.agency_id,
            dossier.receiving_agency_id,
            dossier.support_agency_id,
            *dossier.other_agency_ids,
        ],
        actor=replace(actor, position_id=actor.position_id or dossier.acting_post),
        data=facts,
        occurred_at=at,
        before_listeners=before_listeners,
    )


def _remember(dossier: Dossier, event: Event, actor: Actor, action: str, reason: str, note: str, at: datetime) -> None:
    if reason or note:
        Remark.objects.create(
            dossier=dossier, event_id=event.id, action=action, reason=typed(reason).strip(), note=typed(note).strip(),
            author_id=actor.user_id, written_at=at,
        )  # fmt: skip
