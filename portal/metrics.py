"""``/metrics`` for Prometheus: what an operator woken at night looks at. Not public."""

from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from redis import RedisError

from foundation import scoping
from foundation.local_time import now
from foundation.queues import QUEUES
from foundation.redis import client, key
from foundation.tasks import heartbeats
from portal.addresses import client_address, is_loopback, within

_FORWARDED = ("X-Forwarded-For", "X-Real-Ip", "Forwarded", "Via")
_LEDGER = """
SELECT state, count(*), coalesce(extract(epoch FROM now() - min(next_attempt_at)), 0)
FROM notifications_message WHERE state IN ('queued', 'sending') GROUP BY state
"""
_ONE = {
    "motcua_events_unplanned": (
        "Events whose messages were not planned",
        "SELECT count(*) FROM events_unplanned",
    ),
    "motcua_events_unsequenced": ("Events without a position", "SELECT count(*) FROM events_unsequenced"),
    "motcua_zalo_alarms_open": (
        "Open alarms of the Zalo room",
        "SELECT count(*) FROM zalo_alarm WHERE cleared_at IS NULL",
    ),
    "motcua_inbox_waiting": (
        "Webhook events not handled",
        "SELECT count(*) FROM zalo_inboundevent WHERE handled_at IS NULL",
    ),
}


def metrics(request: HttpRequest) -> HttpResponse:
    """Only for this machine, not through a proxy, and for ``METRICS_FROM``; elsewhere the page does not exist."""
    if not _may_see(request):
        return HttpResponseNotFound()
    registry = CollectorRegistry()
    for name, text, measure in (
        ("motcua_database_up", "Whether the database answers", _database),
        ("motcua_redis_up", "Whether Redis answers", _redis),
    ):
        gauge = Gauge(name, text, registry=registry)
        try:
            measure(registry)
        except (DatabaseError, RedisError):
            gauge.set(0)
        else:
            gauge.set(1)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_see(request: HttpRequest) -> bool:
    """A proxy on this machine that we were not told of also comes from loopback: what it passes on gives it away."""
    address = client_address(request)
    if within(address, settings.METRICS_FROM):
        return True
    return is_loopback(address) and not any(name in request.headers for name in _FORWARDED)


def _database(registry: CollectorRegistry) -> None:
    waiting = Gauge("motcua_messages", "Messages of the ledger by state", ["state"], registry=registry)
    oldest = Gauge("motcua_oldest_due_seconds", "Age of the oldest due message", ["state"], registry=registry)
    with scoping.system("metrics"), connection.cursor() as cursor:
        cursor.execute(_LEDGER)
        found = {state: (count, age) for state, count, age in cursor.fetchall()}
        for state in ("queued", "sending"):
            count, age = found.get(state, (0, 0))
            waiting.labels(state).set(count)
            oldest.labels(state).set(max(0.0, float(age)))
        for name, (text, sql) in _ONE.items():
            cursor.execute(sql)
            Gauge(name, text, registry=registry).set(cursor.fetchone()[0])


def _redis(registry: CollectorRegistry) -> None:
    depth = Gauge("motcua_queue_tasks", "Tasks waiting in a queue", ["queue"], registry=registry)
    silent = Gauge(
        "motcua_worker_silent_seconds", "Since a queue's worker last showed life", ["queue"], registry=registry
    )
    for queue in QUEUES:
        depth.labels(queue).set(client().llen(key(queue)))
    for queue, age in _silences():
        silent.labels(queue).set(age)


def _silences() -> Iterator[tuple[str, float]]:
    """Seconds by queue; a worker not seen within a day has no line."""
    for queue, at in heartbeats(QUEUES).items():
        if at is not None:
            yield queue, max(0.0, now().timestamp() - at)
