from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Agency
from calendars.changes import latest_changes
from dossiers.acting import checked
from dossiers.policies import RECALCULATORS, DossierPolicy
from dossiers.recalculation.candidates import concerned
from dossiers.recalculation.change import LONGEST, Change
from dossiers.recalculation.handlers import APPLY, PREVIEW, note
from foundation import jobs, scoping
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted
from foundation.local_time import FIRST_DAY, LAST_DAY, now
from foundation.models import Job

LASTS = timedelta(days=3)
CONTROLS = {"pause": (jobs.pause, "paused"), "resume": (jobs.resume, "resumed"), "cancel": (jobs.cancel, "cancelled")}


@transaction.atomic
def preview_recalculation(change: Change, *, citation: str, actor: Actor) -> Job:
    """Have looked at what a changed calendar would move, before anything is (a late decree on days off; BLLĐ 2019 Đ112).

    NotPermitted, or InvalidInput on ``first``, ``last``, ``agency`` or ``citation`` (what decreed it; citizens read it).
    """
    actor = _permitted(actor)
    _check(change, actor)
    words = checked(citation, "citation", 300)
    if not words:
        raise InvalidInput.on("citation", "required", _("Hãy ghi văn bản làm thay đổi lịch nghỉ; công dân sẽ đọc."))
    assert actor.province_id is not None
    with scoping.system("count dossiers to recalculate"):
        total = concerned(actor.province_id, change).count()
    position = str(actor.position_id) if actor.position_id else None
    parameters = {**change.as_data(), "citation": words, "position": position}
    return jobs.begin(
        PREVIEW, province_id=actor.province_id, started_by=actor.user_id, parameters=parameters, total=total
    )


@transaction.atomic
def start_recalculation(preview_id: UUID, *, actor: Actor) -> Job:
    """Do what a preview showed: each dossier gets its new date, the reckoning behind it, an event, and its people one
    notice. The date itself moves, and the original date that statistics judge by; the one extension that the law allows is
    not used up (docs/decisions/0021-late-decree.md). One at a time in a province.

    NotPermitted; NotFound; Conflict while the preview runs, after it was used, where the calendar has changed since or three days
    have passed (it would do something else than was shown), or while another one is under way.
    """
    actor = _permitted(actor)
    shown = _own(preview_id, PREVIEW, actor)
    if shown.state != Job.State.DONE:
        raise Conflict("preview_unfinished", _("Hãy chờ xem trước xong rồi mới cho tính lại."))
    assert actor.province_id is not None
    if any(change.event.occurred_at > shown.created_at for change in latest_changes(actor.province_id)[:1]):
        raise Conflict("calendar_changed", _("Lịch đã đổi sau lần xem trước này; hãy xem trước lại."))
    if now() - shown.created_at > LASTS:
        raise Conflict("preview_old", _("Lần xem trước này đã quá ba ngày; hãy xem trước lại."))
    with connection.cursor() as cursor:  # two previews begun at the same moment
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"recalculate {actor.province_id}"])
    others = Job.objects.filter(province_id=actor.province_id, kind=APPLY)
    if others.filter(parameters__preview=str(shown.id)).exists():
        raise Conflict("already_started", _("Lần xem trước này đã được cho tính lại rồi."))
    if others.exclude(state__in=[Job.State.DONE, Job.State.CANCELLED]).exists():
        raise Conflict("another_running", _("Một lần tính lại khác của tỉnh chưa xong."))
    position = str(actor.position_id) if actor.position_id else None
    parameters = {**shown.parameters, "position": position, "preview": str(shown.id)}
    work = jobs.begin(
        APPLY, province_id=actor.province_id, started_by=actor.user_id, parameters=parameters, total=shown.done
    )
    note("started", work, actor, shown.changed)
    return work


@transaction.atomic
def control_recalculation(job_id: UUID, what: str, *, actor: Actor) -> Job:
    """``pause``, ``resume`` or ``cancel``; the batch at hand is finished first, and what is done stays done.

    NotPermitted; NotFound; Conflict where its state does not allow it; InvalidInput for any other word.
    """
    if what not in CONTROLS:
        raise InvalidInput.on("action", "unknown", _("Không có thao tác này."))
    actor = _permitted(actor)
    work = _own(job_id, "", actor)
    move, told = CONTROLS[what]
    moved = move(work.id)
    if work.kind == APPLY:
        note(told, moved, actor, moved.changed)
    return moved


def _permitted(actor: Actor) -> Actor:
    """The actor in the post that allows it."""
    policy = DossierPolicy.of(actor)
    if not policy.may_recalculate or policy.grants is None:
        raise NotPermitted("not_permitted", _("Vị trí của bạn không được cho tính lại ngày hẹn trả."))
    post = policy.grants.position_for(RECALCULATORS, [])
    return replace(actor, position_id=actor.position_id or (post.id if post else None))


def _check(change: Change, actor: Actor) -> None:
    if not FIRST_DAY <= change.first <= LAST_DAY:
        raise InvalidInput.on("first", "unknown", _("Hãy chọn ngày từ năm 1900 đến năm 2199."))
    if change.last < change.first:
        raise InvalidInput.on("last", "before_first", _("Ngày cuối phải từ ngày đầu trở đi."))
    if (change.last - change.first).days >= LONGEST:
        raise InvalidInput.on("last", "too_long", _("Mỗi lần tối đa 366 ngày."))
    ours = Agency.objects.filter(province=actor.province_id)
    if change.agency_id is not None and not ours.filter(id=change.agency_id).exists():
        raise InvalidInput.on("agency", "unknown", _("Không có đơn vị này."))


def _own(job_id: UUID, kind: str, actor: Actor) -> Job:
    found = Job.objects.select_for_update().filter(id=job_id, province_id=actor.province_id).first()
    if found is None or found.kind not in ((kind,) if kind else (PREVIEW, APPLY)):
        raise NotFound("job_not_found", _("Không có việc này, hoặc bạn không được xem."))
    return found
