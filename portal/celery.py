"""The Celery application: queues by meaning, ids as arguments, safety over speed."""

import os
from typing import Any

from celery import Celery, Task
from django.conf import settings

from foundation import correlation
from foundation.tasks import HEARTBEAT_SECONDS, QUEUES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")


class CorrelatedTask(Task):
    """A task: everything that one run of it sets off carries one id."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with correlation.bind():
            return super().__call__(*args, **kwargs)


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
        "foundation.*": {"queue": "housekeeping"},
        "events.*": {"queue": "housekeeping"},
    },
    timezone="Asia/Ho_Chi_Minh",
    enable_utc=True,
)
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "delivery-sweep": {"task": "notifications.tasks.sweep", "schedule": max(5 * _scale, 0.5)},
    "delivery-reconcile": {"task": "notifications.tasks.reconcile", "schedule": max(10 * _scale, 1.0)},
    "inbox-sweep": {"task": "zalo.tasks.sweep_inbox", "schedule": max(5 * _scale, 0.5)},
    "events-order": {"task": "events.tasks.sequence_and_follow", "schedule": max(2 * _scale, 0.5)},
    "zalo-tokens": {"task": "zalo.tasks.refresh_grants", "schedule": 1800.0},
    "zalo-forget": {"task": "zalo.tasks.forget_old", "schedule": 86_400.0},
    "dossier-clocks": {"task": "dossiers.tasks.watch_clocks", "schedule": 60.0},
    "dossier-windows": {"task": "dossiers.tasks.close_supplement_windows", "schedule": 300.0},
    **{
        f"heartbeat-{queue}": {
            "task": "foundation.tasks.heartbeat",
            "schedule": HEARTBEAT_SECONDS,
            "args": [queue],
            "options": {"queue": queue, "expires": 2 * HEARTBEAT_SECONDS},
        }
        for queue in QUEUES
    },
    "partitions": {"task": "foundation.tasks.ensure_partitions", "schedule": 3600.0},
}
