"""The usual design: one Celery task for each message, one HTTP call in it.

It is spared whatever it can do without: its table is plain (no partitions, no row-level security, no attempts), the
token is known, the connections to Zalo and to PostgreSQL are kept, no limiter is asked. The task does what every such task does: read the
row, call, write the answer.
"""

import os
from functools import cache
from typing import Any

import django
import requests
from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

# Django must stand before its models are read.
from django.conf import settings  # noqa: E402
from django.db import connection, models  # noqa: E402

from foundation.local_time import now  # noqa: E402

QUEUE, IDLE = "bench-usual", "bench-idle"
app = Celery("usual", broker=settings.REDIS_URL)
app.conf.update(
    task_default_queue=QUEUE,
    task_ignore_result=True,
    broker_transport_options={"global_keyprefix": settings.REDIS_PREFIX},
)
app.conf.CELERY_DB_REUSE_MAX = (
    10**9
)  # Celery's habit is a new connection for each task, which costs as much as the rest


class Notice(models.Model):
    """A message to send."""

    body = models.JSONField()
    state = models.CharField(max_length=12, default="queued", db_index=True)
    provider_id = models.CharField(max_length=60, default="")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_notice"


def fresh_table() -> None:
    """An empty table."""
    with connection.cursor() as cursor, connection.schema_editor() as editor:
        cursor.execute("DROP TABLE IF EXISTS bench_notice")
        editor.create_model(Notice)


def queue(bodies: list[dict[str, Any]]) -> list[int]:
    """Rows that wait, and a task for each; their keys."""
    made = Notice.objects.bulk_create([Notice(body=body) for body in bodies])
    for notice in made:
        send.apply_async([notice.pk], queue=QUEUE)
    return [notice.pk for notice in made]


@cache
def session() -> requests.Session:
    """One for each process."""
    return requests.Session()


@app.task
def send(pk: int) -> None:
    """Send one message and write down that it was taken."""
    notice = Notice.objects.get(pk=pk)
    headers = {"access_token": os.environ["BENCH_TOKEN"]}
    url = f"{settings.ZALO_BUSINESS_URL}/message/template"
    answer = session().post(url, json=notice.body, headers=headers, timeout=10).json()
    if answer["error"] == 0:
        notice.state, notice.sent_at, notice.provider_id = "accepted", now(), answer["data"]["msg_id"]
        notice.save(update_fields=["state", "sent_at", "provider_id"])
