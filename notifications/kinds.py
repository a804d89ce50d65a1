"""Which events are told to whom, and how pressing they are."""

from dataclasses import dataclass
from enum import IntEnum

from events.models import Event


class Urgency(IntEnum):
    """Who goes first when not all can go at once."""

    URGENT = 0
    NORMAL = 1
    BULK = 2


@dataclass(frozen=True)
class Kind:
    """A kind of message. Legal notices are never replaced by newer ones; progress notes and reminders may be."""

    name: str
    urgency: Urgency = Urgency.NORMAL
    supersedable: bool = False


_LEGAL = [
    "dossier.accepted", "dossier.refused", "dossier.supplement_requested", "dossier.payment_requested",
    "dossier.extended", "dossier.withdrawn", "dossier.stopped", "dossier.completed", "dossier.returned",
    "dossier.recalled", "dossier.result_revoked", "dossier.result_corrected",
]  # fmt: skip
# One decree moves very many dates at once: what is told of it waits behind what people did, and for the morning.
_MANY = ["dossier.recalculated"]
# Each tells of a result of its own, so none stands for another.
_REMINDERS = ["dossier.result_expiring"]
_PROGRESS = ["dossier.started", "dossier.supplement_received", "dossier.payment_confirmed"]

# What a mirrored dossier's change of status is told as.
_MIRRORED = {
    "accepted": "dossier.accepted", "processing": "dossier.started", "refused": "dossier.refused",
    "awaiting_supplement": "dossier.supplement_requested",
    "awaiting_intake_supplement": "dossier.supplement_requested", "awaiting_payment": "dossier.payment_requested",
    "withdrawn": "dossier.withdrawn", "stopped": "dossier.stopped", "completed": "dossier.completed",
    "returned": "dossier.returned",
}  # fmt: skip

KINDS: dict[str, Kind] = {
    **{name: Kind(name, Urgency.URGENT) for name in _LEGAL},
    **{name: Kind(name, Urgency.BULK) for name in _MANY},
    **{name: Kind(name, Urgency.NORMAL) for name in _REMINDERS},
    **{name: Kind(name, Urgency.NORMAL, supersedable=True) for name in _PROGRESS},
}


def kind_of(event: Event) -> Kind | None:
    """What this event is told to the people of its dossier as; None if they are not told of it.

    A status notice is due at every change of status, at once (NĐ 224/2026 Đ15(1)(g)).
    """
    if event.kind == "dossier.mirrored":
        changed = event.data.get("rule") == "status_changed"
        name = _MIRRORED.get(str(event.data.get("status"))) if changed else None
        return KINDS.get(name) if name else None
    if event.data.get("rule") == "at_once" and event.kind != "dossier.returned":
        return None  # the owner stood at the counter: told once, with the result in hand
    if event.kind == "dossier.recalculated":
        paused = event.data.get("paused_since")  # no date holds now; the one that will is told when the clock runs on
        if paused or event.data.get("due_at") == event.data.get("previous_due_at"):
            return None
    return KINDS.get(event.kind)
