"""``/metrics`` for Prometheus: what an operator woken at night looks at. Not public."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from foundation import scoping
from portal.addresses import client_address

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
    """Only for this machine and the trusted proxies; elsewhere the page does not exist."""
    if client_address(request) not in ("127.0.0.1", "::1", *settings.TRUSTED_PROXIES):
        return HttpResponseNotFound()
    registry = CollectorRegistry()
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
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
