"""Working through what was stored: in batches by name, each in a savepoint; what fails, later and alone."""

import json
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

import structlog
from django.db import DatabaseError, connection, transaction

from foundation import scoping
from foundation.local_time import now
from zalo.errors import moment_of
from zalo.inbox.registry import Inbound, handlers_of
from zalo.metrics import inbound_failures
from zalo.models import InboundEvent
from zalo.waits import scaled

log = structlog.get_logger(__name__)

BATCH = 200
_LONGEST_PAUSE = 3600.0


def handle_batch(limit: int = BATCH) -> int:
    """Handle up to ``limit`` due events beside other workers; how many. Index zalo_inbound_open."""
    with scoping.system("zalo inbox"):
        rows = list(
            InboundEvent.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("oa")
            .filter(handled_at__isnull=True, due_at__lte=now())
            .order_by("due_at", "id")[:limit]
        )
        done: list[InboundEvent] = []
        for name, group in groupby(sorted(rows, key=lambda r: r.name), key=lambda r: r.name):
            done.extend(_handle_together(name, list(group)))
        InboundEvent.objects.filter(pk__in=[row.pk for row in done]).update(handled_at=now(), error="")
    return len(rows)


def _handle_together(name: str, rows: list[InboundEvent]) -> list[InboundEvent]:
    """Those that went well. One bad event must not hold back the others: then one by one."""
    if not handlers_of(name):
        return rows
    try:
        _run(name, rows)
    except Exception as error:  # noqa: BLE001 - handlers belong to other rooms
        _must_still_work(error)
        if len(rows) == 1:
            _postpone(rows[0], error)
            return []
        return [row for row in rows if _handle_together(name, [row])]
    return rows


def _run(name: str, rows: Sequence[InboundEvent]) -> None:
    events = [read(row) for row in rows]
    with transaction.atomic():
        for handler in handlers_of(name):
            handler(events)


def read(row: InboundEvent) -> Inbound:
    """The stored event as handlers see it."""
    body = json.loads(row.body)
    message = body.get("message")
    delivered = message.get("delivery_time") if isinstance(message, dict) else None
    # Zalo's own sample times are of 1974: only what is plausible counts.
    occurred = moment_of(delivered) or moment_of(body.get("timestamp"))
    plausible = occurred if occurred and occurred.year >= 2020 else row.received_at
    return Inbound(
        row.pk, row.oa_id, row.oa.oa_id, row.oa.province_id, row.name, body, row.received_at, plausible,
        row.template,
    )  # fmt: skip


def _postpone(row: InboundEvent, error: Exception) -> None:
    inbound_failures.labels(name=row.name).inc()
    log.error(
        "zalo_inbound_failed",
        inbound_id=str(row.pk),
        name=row.name,
        error=type(error).__name__,
        tries=row.tries + 1,
    )
    pause = scaled(min(5.0 * 2 ** min(row.tries, 12), _LONGEST_PAUSE))
    InboundEvent.objects.filter(pk=row.pk).update(
        tries=row.tries + 1, error=type(error).__name__[:200], due_at=now() + timedelta(seconds=pause)
    )


def _must_still_work(error: Exception) -> None:
    """A lost connection ends the batch: everything in it is still stored and due."""
    if isinstance(error, DatabaseError) and (connection.needs_rollback or not connection.is_usable()):
        raise error
