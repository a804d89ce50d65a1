"""One id from the click to the receipt: of the request or task that is running."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from foundation.ids import uuid7

_current: ContextVar[uuid.UUID | None] = ContextVar("correlation_id", default=None)


def current() -> uuid.UUID:
    """The id of what is running now; a new one where nothing has been bound yet."""
    value = bound()
    if value is None:
        value = uuid7()
        _current.set(value)
    return value


def bound() -> uuid.UUID | None:
    """The id of what is running now, None where nothing was bound (a log line binds nothing)."""
    return _current.get()


@contextmanager
def bind(correlation_id: uuid.UUID | None = None) -> Iterator[uuid.UUID]:
    """Everything inside carries ``correlation_id`` (a new one if none is given)."""
    value = correlation_id or uuid7()
    token = _current.set(value)
    try:
        yield value
    finally:
        _current.reset(token)
