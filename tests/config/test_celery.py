"""Queues, safety and the beat: what a lost task, a lost worker or a second beat may do."""

import ast
import sys
from pathlib import Path

import pytest
from celery.schedules import maybe_schedule

from foundation.queues import QUEUES
from portal.celery import app
from portal.demo.plan import Places, programs

ROOT = Path(__file__).parents[2]
ROOMS = ("accounts", "calendars", "complaints", "documents", "dossiers", "events", "foundation", "notifications",
         "portal", "procedures", "ratings", "zalo")  # fmt: skip
DEMO = {program.name: program.command for program in programs(Places(8000, 8100, Path("nowhere")))}


def consumed(command: list[str]) -> set[str]:
    return set(command[command.index("--queues") + 1].split(",")) if "--queues" in command else set()


def queue_of(task: str) -> str:
    return str(app.amqp.router.route({**(_own_options(task))}, task)["queue"].name)


def _own_options(task: str) -> dict[str, str]:
    queue = getattr(app.tasks[task], "queue", None)
    return {"queue": queue} if queue else {}


def test_a_task_is_acknowledged_when_it_is_done_and_given_back_when_its_worker_is_lost():
    conf = app.conf
    assert conf.task_acks_late and conf.task_reject_on_worker_lost
    assert conf.worker_prefetch_multiplier == 1
    assert conf.worker_soft_shutdown_timeout > 0
    assert conf.task_ignore_result


def test_no_task_runs_longer_than_until_it_would_be_given_out_again():
    options = app.conf.broker_transport_options
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit < options["visibility_timeout"]
    # else a lost one comes back a minute and a half after its time, not seconds
    assert options["unacked_restore_interval"] <= 10 and options["unacked_restore_throttle"] == 1


def test_a_run_of_delivery_ends_before_the_soft_limit_whatever_its_last_message_does(settings):
    from notifications.delivery.engine import RUN
    from zalo.oauth import TIMEOUT
    from zalo.tokens import _PATIENCE_SECONDS

    longest = max(settings.ZALO_TIMEOUT_SECONDS, _PATIENCE_SECONDS + TIMEOUT.read + TIMEOUT.connect)
    assert RUN + longest + settings.ZALO_TIMEOUT_SECONDS < app.conf.task_soft_time_limit


def test_every_queue_has_its_worker_and_delivery_is_apart():
    workers = [consumed(command) for command in DEMO.values() if consumed(command)]
    assert set().union(*workers) == set(QUEUES)
    assert {"delivery"} in workers, "a long run of delivery holds up neither receipts nor the sweepers"
    assert sum("beat" in command for command in DEMO.values()) == 1
    assert not any("-B" in command or "--beat" in command for command in DEMO.values())


@pytest.mark.parametrize("name", sorted(app.conf.beat_schedule))
def test_the_beat_sends_known_tasks_to_queues_that_somebody_reads(name):
    entry = app.conf.beat_schedule[name]
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks
    options = entry["options"]
    assert options.get("queue", queue_of(entry["task"])) in QUEUES
    seconds = maybe_schedule(entry["schedule"]).run_every.total_seconds()
    if seconds <= 300:
        assert options["expires"] >= 2 * seconds, "late is fine, piled up is not"


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("notifications.tasks.deliver", "delivery"), ("notifications.tasks.sweep", "housekeeping"),
        ("notifications.tasks.wake", "housekeeping"), ("notifications.tasks.reconcile", "housekeeping"),
        ("zalo.tasks.handle_inbound", "inbox"), ("zalo.tasks.send_replies", "inbox"),
        ("zalo.tasks.refresh_grants", "housekeeping"), ("events.tasks.sequence_and_follow", "housekeeping"),
    ],
)  # fmt: skip
def test_each_kind_of_work_has_its_queue(task, queue):
    app.loader.import_default_modules()
    assert queue_of(task) == queue


def _called() -> set[str]:
    """The names of tasks that something of ours calls or sends: ``deliver.apply_async(…)``, ``send_task("…")``."""
    found: set[str] = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text())):
                if not isinstance(call, ast.Call):
                    continue
                does = call.func
                if isinstance(does, ast.Name):
                    found.add(does.id)
                elif isinstance(does, ast.Attribute) and does.attr in ("delay", "apply_async"):
                    found |= {does.value.id} if isinstance(does.value, ast.Name) else set()
                elif isinstance(does, ast.Attribute) and does.attr == "send_task":
                    found |= {a.value.rpartition(".")[2] for a in call.args if isinstance(a, ast.Constant)}
    return found


def test_every_task_is_on_the_beat_or_has_a_caller():
    app.loader.import_default_modules()
    ours = {name for name in app.tasks if name.split(".")[0] in ROOMS}
    beaten = {entry["task"] for entry in app.conf.beat_schedule.values()}
    called = _called()
    idle = {name for name in ours - beaten if name.rpartition(".")[2] not in called}
    assert ours and not idle


def test_the_demo_runs_what_is_installed_beside_it():
    assert all(command[0] == sys.executable for command in DEMO.values())
