"""How many promised dates a second a late decree moves, against the bare rows written by one statement each."""

import sys
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

from bench import figures, machine
from bench.stand import Stand

SIZE, ROUNDS = 50_000, 3  # dossiers in hand
PROCESSES = 2
TARGET = 0.15  # of the bare rows: a guard against getting slower, not the goal (docs/bench.md)
_DAYS = 5  # how long the decree is: most dates that are still to come move

# What the product writes for each dossier, by nothing but PostgreSQL and without a reason: the limit.
_BARE = (
    """CREATE TEMP TABLE moved ON COMMIT DROP AS SELECT d.id, d.due_at, d.province_id, d.agency_id FROM dossiers_dossier d
       WHERE d.id = ANY(%(ids)s)""",
    """INSERT INTO dossiers_clockentry (id, dossier_id, kind, at, reason)
       SELECT gen_random_uuid(), id, 'reckon', now(), 'calendar' FROM moved""",
    """INSERT INTO dossiers_duerecord (id, dossier_id, computed_at, due_at, previous_due_at, inputs)
       SELECT gen_random_uuid(), m.id, now(), m.due_at, m.due_at,
         (SELECT inputs FROM dossiers_duerecord r WHERE r.dossier_id = m.id LIMIT 1) FROM moved m""",
    """UPDATE dossiers_dossier d SET due_at = d.due_at + interval '1 day', due_sort = d.due_sort + interval '1 day',
         row_version = d.row_version + 1, updated_at = now() FROM moved m WHERE d.id = m.id""",
    """INSERT INTO dossiers_remark (id, dossier_id, event_id, action, reason, note, written_at)
       SELECT gen_random_uuid(), id, gen_random_uuid(), 'recalculate', 'bench', '', now() FROM moved""",
    """INSERT INTO events_event (id, seq, kind, subject_kind, subject_id, province_id, agency_ids, actor_kind, data,
         occurred_at, recorded_at, correlation_id)
       SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0') || substr(md5(m.id::text), 1, 20))::uuid,
         nextval('events_event_seq'), 'dossier.recalculated', 'dossier', m.id, m.province_id, ARRAY[m.agency_id], 'system',
         jsonb_build_object('due_at', m.due_at, 'previous_due_at', m.due_at, 'code', 'x', 'status', 'processing'),
         now(), now(), gen_random_uuid() FROM moved m""",
    """UPDATE dossiers_dossierstep s SET due_at = s.due_at + interval '1 day', due_sort = s.due_sort + interval '1 day'
       FROM moved m WHERE s.dossier_id = m.id AND s.state = 'open' AND s.beside_id IS NULL AND s.due_at IS NOT NULL""",
    """INSERT INTO notifications_message (id, event_id, event_seq, correlation_id, province_id, agency_ids, subject_kind,
         subject_id, kind, recipient_kind, recipient_id, recipient_role, recipient_masked, lane, data, urgency, supersedable,
         state, reason, detail, channel, excluded, tries, next_attempt_at, planned_at)
       SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0') || substr(md5(p.id::text), 1, 20))::uuid,
         gen_random_uuid(), 0, gen_random_uuid(), m.province_id, ARRAY[m.agency_id], 'dossier', m.id, 'dossier.recalculated',
         'party', p.id, p.role, '', gen_random_uuid(), jsonb_build_object('code', 'x', 'due_at', m.due_at), 1, false,
         'queued', '', '', '', '{}', 0, now(), now() FROM moved m JOIN dossiers_party p ON p.dossier_id = m.id AND p.notify""",
)


def run(stand: Stand, *, size: int = SIZE, rounds: int = ROUNDS) -> dict[str, Any]:
    """The whole table; what is written into ``results``. A wrong date ends the run."""
    loaded = stand.with_in_hand(size)
    province, ids = _biggest()
    measured = []
    for number in range(rounds):
        forth = _decreed(province, number)
        measured.append(
            {
                "preview": forth[0], "recalculation": forth[1], "taken back": forth[2], "bare rows": _bare(ids),
                f"all provinces, {PROCESSES} processes": _everywhere(stand, number),
            }
        )  # fmt: skip
    result = {
        "name": "recalculate", "what": "promised dates moved (docs/bench.md)", "machine": machine.describe(),
        "loader": loaded, "in hand": len(ids), "rounds": rounds, "measured": measured,
        "ratios": {"recalculation / bare rows": figures.ratio(measured, "recalculation", "bare rows")},
        "target": {"recalculation / bare rows": TARGET}, "load_average_at_end": machine.load(),
    }  # fmt: skip
    result["reached"] = figures.ratio(measured, "recalculation", "bare rows") >= TARGET
    return result


def _biggest() -> tuple[UUID, list[UUID]]:
    """The province with most dossiers in hand, and which they are."""
    from django.db.models import Count

    from dossiers.models import Dossier
    from dossiers.models.dossier import IN_HAND_STATUSES
    from foundation import scoping

    with scoping.system("bench"):
        rows = Dossier.objects.filter(status__in=IN_HAND_STATUSES, mirror_system="")
        found = rows.values_list("province_id").annotate(n=Count("id")).order_by("-n")[0]
        return found[0], list(rows.filter(province_id=found[0], due_at__isnull=False).values_list("id", flat=True))


def _decreed(province: UUID, number: int) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Days off are decreed and taken back: a preview, the recalculation, and the way back."""
    from calendars.models import CalendarDay
    from dossiers.recalculation.change import Change
    from dossiers.recalculation.handlers import APPLY, PREVIEW
    from foundation import scoping
    from foundation.local_time import today_local

    days = [today_local() + timedelta(days=3 + number + n) for n in range(_DAYS)]
    change = Change(days[0], days[-1])
    with scoping.system("bench"):
        CalendarDay.objects.filter(province_id=province, name="bench").delete()
        before = _dates(province)
        CalendarDay.objects.bulk_create(
            CalendarDay(province_id=province, date=day, kind="nghi_hoan_doi", name="bench", citation="bench")
            for day in days
        )
    shown, would = _timed(PREVIEW, province, change)
    forth, moved = _timed(APPLY, province, change)
    with scoping.system("bench"):
        CalendarDay.objects.filter(province_id=province, name="bench").delete()
    back, returned = _timed(APPLY, province, Change(change.first, change.last, earlier=True))
    with scoping.system("bench"):
        wrong = sum(1 for key, due_at in _dates(province).items() if due_at != before[key])
    if moved != would or returned != moved or wrong:
        raise SystemExit(f"Sai: xem trước {would}, đổi {moved}, đổi lại {returned}, lệch {wrong}.")
    return shown, forth, back


def _everywhere(stand: Stand, number: int) -> dict[str, float]:
    """The same days off decreed in every province, whose jobs some processes share as workers do; then taken back."""
    from accounts.models import Province
    from calendars.models import CalendarDay
    from dossiers.recalculation.change import Change
    from dossiers.recalculation.handlers import APPLY
    from foundation import jobs, scoping
    from foundation.local_time import today_local
    from foundation.models import Job

    days = [today_local() + timedelta(days=3 + number + n) for n in range(_DAYS)]
    told: list[dict[str, float]] = []
    for earlier in (False, True):
        parameters = {**Change(days[0], days[-1], earlier=earlier).as_data(), "citation": "bench", "position": None}
        with scoping.system("bench"):
            CalendarDay.objects.filter(province=None, name="bench").delete()
            if not earlier:
                CalendarDay.objects.bulk_create(
                    CalendarDay(date=day, kind="nghi_hoan_doi", name="bench", citation="bench") for day in days
                )
            works = [
                jobs.begin(APPLY, province_id=key, started_by=None, parameters=parameters)
                for key in Province.objects.values_list("id", flat=True)
            ]
        began = time.perf_counter()
        command = [sys.executable, "-m", "bench.recalculate.worker", *(str(work.id) for work in works)]
        workers = [stand.spawn(f"recalculate-{n}", command) for n in range(PROCESSES)]
        if any(worker.wait() for worker in workers):
            raise SystemExit("Một tiến trình tính lại hỏng; xem var/bench/logs/recalculate-*.log")
        seconds = time.perf_counter() - began
        with scoping.system("bench"):
            done = list(Job.objects.filter(id__in=[work.id for work in works]))
        if any(job.state != Job.State.DONE or job.failed for job in done):
            raise SystemExit("Việc ở một tỉnh chưa xong.")
        moved = sum(job.changed for job in done)
        told.append({"per_second": round(moved / seconds, 1), "seconds": round(seconds, 3), "moved": moved})
    if told[0]["moved"] != told[1]["moved"]:
        raise SystemExit(f"Sai: đổi {told[0]['moved']}, đổi lại {told[1]['moved']}.")
    return told[0]


def _dates(province: UUID) -> dict[UUID, Any]:
    from dossiers.models import Dossier

    return dict(Dossier.objects.filter(province_id=province).exclude(due_at=None).values_list("id", "due_at"))


def _timed(kind: str, province: UUID, change: Any) -> tuple[dict[str, float], int]:
    from foundation import jobs, scoping
    from foundation.jobs import run_some
    from foundation.models import Job

    parameters = {**change.as_data(), "citation": "bench", "position": None}
    with scoping.system("bench"):
        work = jobs.begin(kind, province_id=province, started_by=None, parameters=parameters)
    began, own = time.perf_counter(), time.process_time()
    run_some(work.id, seconds=3600)
    seconds, cpu = time.perf_counter() - began, time.process_time() - own
    with scoping.system("bench"):
        done = Job.objects.get(id=work.id)
    if done.state != Job.State.DONE or done.failed:
        raise SystemExit(f"Việc chưa xong: {done.state}, {done.error}, không tính được {done.failed}.")
    count = done.changed if kind.endswith("recalculation") else done.done
    figures_of = {"per_second": round(count / seconds, 1), "seconds": round(seconds, 3), "own_seconds": round(cpu, 3)}
    return {**figures_of, "looked_at": done.done, "moved": done.changed}, done.changed


def _bare(ids: list[UUID]) -> dict[str, float]:
    """The statements alone on as many rows, undone afterwards; a thousand at a time, as the product does it."""
    from django.db import connection, transaction

    from foundation import scoping

    class Undone(Exception):
        """So that nothing stays."""

    began = time.perf_counter()
    for start in range(0, len(ids), 1000):
        try:
            with scoping.system("bench"), transaction.atomic(), connection.cursor() as cursor:
                for statement in _BARE:
                    cursor.execute(statement, {"ids": ids[start : start + 1000]})
                raise Undone
        except Undone:
            continue
    seconds = time.perf_counter() - began
    return {"per_second": round(len(ids) / seconds, 1), "seconds": round(seconds, 3)}


def tell(result: dict[str, Any]) -> str:
    """The table for people."""
    rounds = result["measured"]
    rows = [(name, figures.middle(rounds, name, "per_second")) for name in rounds[0]]
    per_second = figures.middle(rounds, "recalculation", "per_second")
    reached = "đạt" if result["reached"] else "CHƯA ĐẠT"
    return "\n".join(
        [
            figures.table(("tính lại", "hồ sơ/giây"), rows), "",
            f"một triệu hồ sơ, một tiến trình: {1_000_000 / per_second / 60:.1f} phút; mục tiêu ≥ {TARGET} của các dòng trần: {reached}",
        ]
    )  # fmt: skip
