"""What an open page has not been told yet."""

import asyncio


class Watcher:
    """Changes since the last look, each named once: a page that sleeps costs no memory."""

    def __init__(self) -> None:
        self._changed: set[str] = set()
        self._event = asyncio.Event()

    def tell(self, what: str) -> None:
        self._changed.add(what)
        self._event.set()

    async def waiting(self) -> None:
        """Return when there is something to take."""
        await self._event.wait()

    def take(self) -> list[str]:
        """What changed, and forget it."""
        changed = sorted(self._changed)
        self._changed.clear()
        self._event.clear()
        return changed
