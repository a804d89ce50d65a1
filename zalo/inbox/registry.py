import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from foundation.vietnamese_text import storable

Handler = Callable[[Sequence["Inbound"]], None]
_handlers: dict[str, dict[str, Handler]] = {}


@dataclass(frozen=True, slots=True)
class Inbound:
    """One stored event, read. ``template``: of a template message (ZNS), not of the conversation.

    ``occurred_at`` is Zalo's own time (the receipt's ``delivery_time`` where there is one), else when it
    came.
    """

    id: uuid.UUID
    oa_pk: uuid.UUID
    oa_id: str
    province_id: uuid.UUID
    name: str
    body: dict[str, Any]
    received_at: datetime
    occurred_at: datetime
    template: bool

    def text(self, *path: str) -> str:
        """The value at ``path`` as text that can be stored; empty where it is missing."""
        value: Any = self.body
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        return "" if value is None or isinstance(value, (dict, list)) else storable(str(value))


def handles(*names: str) -> Callable[[Handler], Handler]:
    """React to events of these names: those of one batch, in one savepoint, under the system scope.

    Must be idempotent and must not call the network.
    """

    def register(handler: Handler) -> Handler:
        for name in names:
            _handlers.setdefault(name, {})[f"{handler.__module__}.{handler.__qualname__}"] = handler
        return handler

    return register


def handlers_of(name: str) -> list[Handler]:
    return list(_handlers.get(name, {}).values())
