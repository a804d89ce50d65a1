"""Reactions to what happened: plan the messages, and after commit say that there is work."""

from collections.abc import Sequence

from django.db import transaction

from events.models import Event
from events.registry import subscribe
from notifications.delivery.claim import PLANNER
from notifications.hints import there_is_work
from notifications.planning import plan, plan_many


def plan_bulk(events: Sequence[Event]) -> None:
    """The same for a bulk act."""
    if plan_many(events):
        there_is_work()


@subscribe("dossier.*", name=PLANNER, many=plan_bulk)
def plan_messages(event: Event) -> None:
    """One ledger row per recipient, in the official's transaction; the hint only after commit."""
    if plan(event):
        there_is_work()


@subscribe("zalo.*", name="notifications.wake")
def wake_waiting(event: Event) -> None:
    """Somebody mended what a province's messages wait for: they need not wait for their next look."""
    if event.kind in ("zalo.connected", "zalo.template_ready") and event.province_id is not None:
        province_id = str(event.province_id)
        transaction.on_commit(lambda: _wake(province_id), robust=True)


def _wake(province_id: str) -> None:
    from notifications.tasks import wake

    wake.apply_async(args=(province_id,), retry=False)
