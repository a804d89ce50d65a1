import uuid

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.policies import Grants
from events.recording import record
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted, Stale
from foundation.local_time import now, today_local
from procedures.drafting import Written, written
from procedures.lapsing import left_behind
from procedures.models import OwnProcess, ProcedureVersion
from procedures.policies import may_edit
from procedures.processes import own_process_on
from procedures.versions import is_over

MOST_STEPS = 60


@transaction.atomic
def draft_process(version: ProcedureVersion, *, actor: Actor, grants: Grants, renewing: bool = False) -> OwnProcess:
    """Begin a province's own process for a version (soạn quy trình nội bộ), from the steps that hold there today, or on
    the version's first day; ``renewing``: from the province's last process for an earlier version, where that one does
    not carry on. The draft that there is already is given back; Conflict where it would hide that nothing was renewed, and
    for a version for which nothing can be published any more. NotPermitted for who does not control procedures."""
    province = permitted(actor, grants)
    assert actor.user_id is not None
    if version.settled_by != ProcedureVersion.SettledBy.PROVINCE:
        raise Conflict(
            "settled_elsewhere", _("Thủ tục này do hệ thống khác giải quyết; tỉnh không có quy trình riêng.")
        )
    with connection.cursor() as cursor:  # two at once begin one draft
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"draft {version.id} {province}"])
    known = list(OwnProcess.objects.filter(version=version, province_id=province))
    if draft := next((p for p in known if not p.is_published), None):
        if renewing:
            raise Conflict("drafted", _("Đã có bản nháp cho phiên bản này; hãy mở hoặc bỏ bản nháp đó trước."))
        return draft
    version.refresh_from_db(fields=["corrected_by", "effective_to"])  # an import may have come between
    if is_over(version, today_local()):
        raise Conflict(
            "version_over", _("Phiên bản này đã được sửa hoặc đã hết hiệu lực; không soạn quy trình cho nó.")
        )
    own = own_process_on(version, province, max(today_local(), version.effective_from))
    if own is None and renewing:
        own = left_behind(version, province)
    rows = own.steps.all() if own else version.steps.all()
    return OwnProcess.objects.create(
        province_id=province, version=version, number=max((p.number for p in known), default=0) + 1,
        draft=written(rows), drafted_by_id=actor.user_id, changed_at=now(),
    )  # fmt: skip


@transaction.atomic
def save_draft(process_id: uuid.UUID, steps: list[Written], *, seen: int, actor: Actor, grants: Grants) -> OwnProcess:
    """Keep what was written, whatever is still wrong with it; Stale where somebody else saved meanwhile."""
    draft = locked_draft(process_id, actor, grants)
    if draft.row_version != seen:
        raise stale()
    if len(steps) > MOST_STEPS:
        raise InvalidInput.on("steps", "too_many", _("Một quy trình có nhiều nhất 60 bước."))
    draft.draft, draft.changed_at, draft.drafted_by_id = steps, now(), actor.user_id or draft.drafted_by_id
    draft.row_version += 1
    draft.save(update_fields=["draft", "changed_at", "drafted_by", "row_version"])
    return draft


@transaction.atomic
def drop_draft(process_id: uuid.UUID, *, seen: int, actor: Actor, grants: Grants) -> None:
    """Throw a draft away; Stale where somebody else saved meanwhile."""
    draft = locked_draft(process_id, actor, grants)
    if draft.row_version != seen:
        raise stale()
    record(
        "process.dropped", subject=("process", draft.id), province_id=draft.province_id, agency_ids=[], actor=actor,
        data={"procedure": draft.version.procedure.code, "version": draft.version.version, "number": draft.number},
    )  # fmt: skip
    draft.delete()


def stale() -> Stale:
    """What is said where somebody else saved the draft meanwhile."""
    return Stale("stale", _("Bản nháp đã được người khác sửa. Hãy mở lại để xem thay đổi rồi làm tiếp."))


def locked_draft(process_id: uuid.UUID, actor: Actor, grants: Grants) -> OwnProcess:
    """A draft of the actor's province; NotFound, NotPermitted, Conflict where it is published."""
    province = permitted(actor, grants)
    rows = OwnProcess.objects.select_for_update(of=("self",)).select_related("version__procedure")
    found = rows.filter(id=process_id, province_id=province).first()
    if found is None:
        raise NotFound("process_not_found", _("Không có quy trình này ở tỉnh của bạn."))
    if found.is_published:
        raise Conflict("published", _("Quy trình đã công bố thì không sửa; hãy soạn bản mới."))
    return found


def permitted(actor: Actor, grants: Grants) -> uuid.UUID:
    """The actor's province; NotPermitted for who does not control procedures in one."""
    if actor.user_id is None or actor.province_id is None or not may_edit(grants):
        raise NotPermitted("not_permitted", _("Chỉ cán bộ kiểm soát thủ tục hành chính mới soạn và công bố quy trình."))
    return actor.province_id
