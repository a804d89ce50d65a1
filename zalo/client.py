"""Sending from an event loop: many requests in flight over few connections."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Self

import aiohttp
import redis.asyncio
from django.conf import settings
from yarl import URL

from zalo import requests
from zalo.answers import Answer, read
from zalo.credentials import AccountCredentials
from zalo.errors import LOST, classify_failure
from zalo.gate import Door, Doors, Refusal
from zalo.hosts import ForbiddenHost, Host, base_url
from zalo.outcomes import Kind, Outcome
from zalo.requests import Button, Request

__all__ = ["Answer", "Button", "Sender"]

CONNECTIONS = 64
# An idle connection is not used again after this. A server that has just closed it would leave us not knowing whether
# what we wrote arrived, and such a message is never sent again: a new connection is cheaper than that.
IDLE_SECONDS = 2.0
_QUIET = ("Accept", "Accept-Encoding", "User-Agent")


class Sender:
    """A client for one event loop: enter it once, use it for every account.

    Nothing that the network or Zalo does raises: each call gives an :class:`Outcome` or an :class:`Answer`. A
    redirect is not followed. A token refusal (``Kind.REFRESH_ONCE``) is the caller's to mend.
    """

    def __init__(self, *, seconds: float | None = None) -> None:
        self._seconds = seconds or settings.ZALO_TIMEOUT_SECONDS
        self._doors = Doors()
        self._locks: dict[int, asyncio.Lock] = {}
        self._urls: dict[str, URL] = {}

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=IDLE_SECONDS, ttl_dns_cache=300),
            timeout=_timeout(self._seconds),
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=_QUIET,
            trust_env=False,
        )
        self._redis = redis.asyncio.Redis.from_url(
            settings.REDIS_URL,
            socket_timeout=settings.REDIS_TIMEOUT,
            socket_connect_timeout=settings.REDIS_TIMEOUT,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.close()
        await self._redis.aclose()

    # -- sending -------------------------------------------------------------------------------------------

    async def admit(self, account: AccountCredentials, host: Host, wanted: int) -> tuple[int, Refusal | None]:
        """How many of ``wanted`` sends to ``host`` the gate lets out now; they are then made ``admitted``.

        Fewer than wanted and no refusal: ask again for the rest. So that who writes down what is about to leave
        need not write down what will not.
        """
        door = self._door(account, host)
        async with self._locks.setdefault(id(door), asyncio.Lock()):
            return await self._doors.go_async(door, self._redis, wanted)

    async def by_phone(
        self, account: AccountCredentials, *, phone: str, template_id: str, data: Mapping[str, str],
        tracking_id: str, admitted: bool = False,
    ) -> Outcome:  # fmt: skip
        """A template message to a phone number (E.164). Accepted means taken by Zalo, not delivered."""
        request = requests.template_by_phone(phone=phone, template_id=template_id, data=data, tracking_id=tracking_id)
        return (await self._send(account, request, request.body, admitted)).outcome

    async def by_uid(
        self, account: AccountCredentials, *, user_id: str, template_id: str, data: Mapping[str, str],
        admitted: bool = False,
    ) -> Outcome:  # fmt: skip
        """A template message to a Zalo user of this account."""
        request = requests.template_by_uid(user_id=user_id, template_id=template_id, data=data)
        return (await self._send(account, request, request.body, admitted)).outcome

    async def consultation(
        self, account: AccountCredentials, *, user_id: str, text: str, buttons: Sequence[Button] = ()
    ) -> Outcome:
        """Free text with buttons; once more without them where the account's package has none (-224)."""
        request = requests.consultation(user_id=user_id, text=text, buttons=buttons)
        outcome = (await self.call(account, request)).outcome
        if outcome.kind is not Kind.DEGRADE:
            return outcome
        if not buttons:
            return replace(outcome, kind=Kind.STOP_CHANNEL)
        plain = requests.without_buttons(text, buttons)
        return (await self.call(account, requests.consultation(user_id=user_id, text=plain))).outcome

    async def consultation_file(self, account: AccountCredentials, *, user_id: str, token: str) -> Outcome:
        """A file that was uploaded before (``upload_file``)."""
        request = requests.consultation_file(user_id=user_id, token=token)
        return (await self.call(account, request)).outcome

    async def upload_file(self, account: AccountCredentials, *, name: str, content: bytes, media_type: str) -> Answer:
        """Upload a PDF, DOC or DOCX of at most 5 MB; ``data["token"]`` lives 7 days."""
        form = aiohttp.FormData()
        form.add_field("file", content, filename=name, content_type=media_type)
        return await self._send(account, Request(Host.OPENAPI, "/v2.0/oa/upload/file", b""), form)

    # -- asking --------------------------------------------------------------------------------------------

    async def window(self, account: AccountCredentials, *, user_id: str) -> Answer:
        """When the person last wrote and what is left of the free window (uncounted, unpaid)."""
        return await self.call(account, requests.window(user_id=user_id))

    async def message_status(self, account: AccountCredentials, *, message_id: str, phone: str = "") -> Answer:
        """Whether a template by phone was delivered: ``data["status"]`` 1, 0 not yet, -1 unknown."""
        return await self.call(account, requests.message_status(message_id=message_id, phone=phone))

    async def conversation(
        self, account: AccountCredentials, *, user_id: str, offset: int = 0, count: int = 10
    ) -> Answer:
        """The latest messages with one person; ``data`` is a list."""
        return await self.call(account, requests.conversation(user_id=user_id, offset=offset, count=count))

    async def recent_chats(self, account: AccountCredentials, *, offset: int = 0, count: int = 10) -> Answer:
        """The latest messages of the account; ``data`` is a list."""
        return await self.call(account, requests.recent_chats(offset=offset, count=count))

    async def call(self, account: AccountCredentials, request: Request) -> Answer:
        """Any request of :mod:`zalo.requests`."""
        return await self._send(account, request, request.body)

    # -- the wire ------------------------------------------------------------------------------------------

    async def _send(
        self, account: AccountCredentials, request: Request, body: bytes | aiohttp.FormData | None,
        admitted: bool = False,
    ) -> Answer:  # fmt: skip
        door = self._door(account, request.host)
        if not admitted and (refusal := await self._pass(door)):
            return Answer(refused(refusal))
        headers = {"access_token": account.access_token}
        if isinstance(body, bytes):
            headers["Content-Type"] = request.content_type
        try:
            async with self._http.request(
                request.method, self._url(request), data=body, headers=headers, allow_redirects=False
            ) as response:
                answer = read(request.host, response.status, await response.read())
        except ForbiddenHost as error:
            return Answer(Outcome(Kind.STOP_CHANNEL, message=str(error), left=False, alarm=True))
        except LOST as error:
            answer = Answer(classify_failure(error))
        await self._learn(door, answer.outcome)
        return answer

    def _url(self, request: Request) -> URL:
        """Addresses of sends are few and read once; those of questions carry their parameters."""
        if request.body is None:
            return URL(base_url(request.host) + request.path, encoded=True)
        address = base_url(request.host) + request.path
        found = self._urls.get(address)
        if found is None:
            found = self._urls[address] = URL(address, encoded=True)
        return found

    def _door(self, account: AccountCredentials, host: Host) -> Door:
        rate = account.openapi_rate if host is Host.OPENAPI else account.phone_rate
        return self._doors.door(account.app_id, account.oa_id, host, rate)

    async def _pass(self, door: Door) -> Refusal | None:
        if door.pass_at_once():
            return None
        async with self._locks.setdefault(id(door), asyncio.Lock()):
            return (await self._doors.go_async(door, self._redis))[1]

    async def _learn(self, door: Door, outcome: Outcome) -> None:
        door.report(answered(outcome))
        for name, life in door.holds_after(outcome):
            try:
                await self._redis.set(name, 1, px=life)
            except redis.RedisError:
                return


def _timeout(seconds: float) -> aiohttp.ClientTimeout:
    """Connecting has a limit of its own, so that a request that never left is told from one that did."""
    connect = min(5.0, seconds / 2)
    return aiohttp.ClientTimeout(total=seconds, connect=connect, sock_connect=connect)


def refused(refusal: Refusal) -> Outcome:
    """The outcome of a request that our own gate did not let out."""
    return Outcome(Kind.RETRY, message=refusal.reason, retry_after=refusal.retry_after, left=False)


def answered(outcome: Outcome) -> bool:
    """Whether the host is well: it gave a complete answer of its own, whatever that says."""
    if not outcome.left or outcome.http_status is None or outcome.kind is Kind.AMBIGUOUS:
        return False
    return outcome.http_status < 500 and (outcome.code is not None or bool(outcome.limited))
