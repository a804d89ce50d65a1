"""Who does which kind of work. Filled in ``AppConfig.ready`` of the rooms above."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foundation.models import Job


@dataclass(frozen=True)
class Batch:
    """What one batch did. ``cursor``: where the next one begins, None where nothing is left. ``result``: what the job has
    found so far, in place of what it had found before (ids, dates, numbers)."""

    cursor: str | None
    done: int = 0
    changed: int = 0
    skipped: int = 0
    failed: int = 0
    result: dict[str, Any] = field(default_factory=dict)


Handler = Callable[["Job"], Batch]
_handlers: dict[str, Handler] = {}


def job(kind: str) -> Callable[[Handler], Handler]:
    """The function that does one batch of this kind of work, from ``job.cursor`` on, in a transaction of the system's
    scope that is not its own: what it writes and how far it came are kept together or not at all."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def handler_of(kind: str) -> Handler:
    """LookupError for work that nobody knows how to do."""
    return _handlers[kind]
