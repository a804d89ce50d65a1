"""The Celery application: queues by meaning, ids as arguments, safety over speed."""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery, Task
from celery.signals import setup_logging
from django.conf import settings

from foundation import correlation
from foundation.queues import HEARTBEAT_SECONDS, QUEUES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")


class CorrelatedTask(Task):
    """A task: everything that one run of it sets off carries one id."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with correlation.bind():
            return super().__call__(*args, **kwargs)


@setup_logging.connect
def _log_as_everybody(**_given: Any) -> None:
    """Celery's own lines, too: it would bring another format and level."""
    dictConfig(settings.LOGGING)


app = Celery("motcua", task_cls=CorrelatedTask)
_scale = settings.DELIVERY_TIME_SCALE
app.conf.update(
    broker_url=settings.BROKER_URL,
    broker_transport_options={
        "global_keyprefix": settings.REDIS_PREFIX,
        # A lost task comes back after this; no task may run longer, and no ETA may reach further.
        "visibility_timeout": 600,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "socket_timeout": 10,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
    },
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=300,
    task_soft_time_limit=240,
    worker_prefetch_multiplier=1,
    worker_soft_shutdown_timeout=10,
    worker_enable_soft_shutdown_on_idle=True,
    worker_hijack_root_logger=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    task_default_queue="default",
    task_routes={
        "notifications.tasks.deliver*": {"queue": "delivery"},
        "zalo.tasks.handle_inbound*": {"queue": "inbox"},
        "notifications.tasks.sweep*": {"queue": "housekeeping"},
        "notifications.tasks.reconcile*": {"queue": "housekeeping"},
        "notifications.tasks.wake*": {"queue": "housekeeping"},
        "foundation.tasks.run_job": {"queue": "default"},  # minutes of work: nothing small waits behind it
        "foundation.*": {"queue": "housekeeping"},
        "events.*": {"queue": "housekeeping"},
    },
    timezone="Asia/Ho_Chi_Minh",
    enable_utc=True,
)
app.autodiscover_tasks()


def _every(seconds: float, task: str, **options: Any) -> dict[str, Any]:
    """One line of the beat. What comes often expires, so that nothing piles up while no worker takes it."""
    if seconds <= 300:
        options["expires"] = max(2 * seconds, 30)
    return {"task": task, "schedule": seconds, "options": options}


# One beat for the whole deployment. A second one by mistake costs work and no more: every task may run twice.
app.conf.beat_schedule = {
    "delivery-sweep": _every(max(5 * _scale, 0.5), "notifications.tasks.sweep"),
    "delivery-reconcile": _every(max(10 * _scale, 1.0), "notifications.tasks.reconcile"),
    "inbox-sweep": _every(max(5 * _scale, 0.5), "zalo.tasks.sweep_inbox"),
    "events-order": _every(max(2 * _scale, 0.5), "events.tasks.sequence_and_follow"),
    "zalo-tokens": _every(1800.0, "zalo.tasks.refresh_grants"),
    "zalo-forget": _every(86_400.0, "zalo.tasks.forget_old"),
    "accounts-expired": _every(86_400.0, "accounts.tasks.forget_expired"),
    "documents-orphans": _every(86_400.0, "documents.tasks.forget_orphans"),
    "dossier-clocks": _every(60.0, "dossiers.tasks.watch_clocks"),
    "dossier-windows": _every(300.0, "dossiers.tasks.close_supplement_windows"),
    "dossier-apologies": _every(1800.0, "dossiers.tasks.ask_for_apologies"),
    "dossier-expiring": _every(86_400.0, "dossiers.tasks.remind_of_expiring_results"),
    "dossier-silence": _every(300.0, "dossiers.tasks.end_silent_consultations"),
    "jobs": _every(15.0, "foundation.tasks.sweep_jobs"),
    "partitions": _every(3600.0, "foundation.tasks.ensure_partitions"),
    **{
        f"heartbeat-{queue}": {**_every(HEARTBEAT_SECONDS, "foundation.tasks.heartbeat", queue=queue), "args": [queue]}
        for queue in QUEUES
    },
}
