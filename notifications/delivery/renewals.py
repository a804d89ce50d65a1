"""Tokens renewed beside the run: while one account waits for Zalo, everything else goes on."""

import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import structlog
from django.db import connection

from notifications.delivery.claim import Claimed
from notifications.delivery.routes import Route
from zalo.accounts import AccountCredentials, GrantDead, RefreshLater, credentials
from zalo.tokens import refresh_after_failure

log = structlog.get_logger(__name__)
AT_ONCE = 4  # accounts
TROUBLE_PAUSE = 5.0  # seconds, where a renewal ended in an error of ours


@dataclass(slots=True)
class Renewed:
    """The end of a renewal and the messages that waited for it; a route where they had been refused with the token."""

    result: AccountCredentials | GrantDead | RefreshLater
    held: list[tuple[Claimed, Route | None]]


@dataclass(slots=True)
class _Open:
    future: "Future[AccountCredentials]"
    held: list[tuple[Claimed, Route | None]] = field(default_factory=list)


class Renewals:
    """The renewals of one run, one per account and refused token; :mod:`zalo.tokens` keeps them single-flight."""

    def __init__(self) -> None:
        self._open: dict[tuple[uuid.UUID, str], _Open] = {}
        self._threads: ThreadPoolExecutor | None = None

    def __len__(self) -> int:
        return sum(len(one.held) for one in self._open.values())

    def waiting_for(self, oa_pk: uuid.UUID) -> int:
        """How many messages wait for this account's token."""
        return sum(len(one.held) for (owner, _token), one in self._open.items() if owner == oa_pk)

    def add(self, oa_pk: uuid.UUID, message: Claimed, route: Route | None) -> None:
        """Hold a message until the account has a token: one that has not expired, or (with the ``route`` that was
        refused) another than the refused one."""
        refused = route.account.access_token if route else ""
        one = self._open.get((oa_pk, refused))
        if one is None:
            if self._threads is None:
                self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="renewal")
            one = self._open[oa_pk, refused] = _Open(self._threads.submit(_renew, oa_pk, refused))
        one.held.append((message, route))

    def held(self) -> list[uuid.UUID]:
        """The messages whose lease must be kept."""
        return [message.id for one in self._open.values() for message, _route in one.held]

    def ended(self) -> list[Renewed]:
        """Those that have ended since the last question."""
        found = []
        for key, one in list(self._open.items()):
            if one.future.done():
                del self._open[key]
                found.append(Renewed(_result(one.future), one.held))
        return found

    def close(self) -> None:
        """Start no other; what is being renewed is kept by its own thread."""
        if self._threads is not None:
            self._threads.shutdown(wait=False)


def _renew(oa_pk: uuid.UUID, refused: str) -> AccountCredentials:
    try:
        return refresh_after_failure(oa_pk, refused) if refused else credentials(oa_pk)
    finally:
        connection.close()


def _result(future: "Future[AccountCredentials]") -> AccountCredentials | GrantDead | RefreshLater:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, GrantDead | RefreshLater):
        return error
    log.error("renewal_failed", error=type(error).__name__)
    return RefreshLater(TROUBLE_PAUSE)
