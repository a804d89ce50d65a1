"""Work that must be committed whatever becomes of the transaction in which somebody asked for it."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")


def detached(work: Callable[[], T]) -> T:
    """Run ``work`` outside the caller's transaction, on a connection of its own if need be; errors pass."""
    if not connection.in_atomic_block:
        return work()
    box: dict[str, Any] = {}

    def run() -> None:
        try:
            box["value"] = work()
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread
            box["error"] = error
        finally:
            connection.close()

    thread = threading.Thread(target=run, name="detached")
    thread.start()
    thread.join()
    if "error" in box:
        raise box["error"]
    return box["value"]  # type: ignore[no-any-return]
