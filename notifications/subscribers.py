"""Reactions to what happened: plan the messages, and after commit say that there is work."""

from events.models import Event
from events.registry import subscribe
from notifications.hints import there_is_work
from notifications.planning import plan


@subscribe("dossier.*", name="notifications.plan")
def plan_messages(event: Event) -> None:
    """One ledger row per recipient, in the official's transaction; the hint only after commit."""
    if plan(event):
        there_is_work()
