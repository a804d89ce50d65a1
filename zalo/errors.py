"""From what came back, or did not, to what it means.

Zalo answers errors with HTTP 200; a code means what its host says. A code that we do not know is permanent
and an alarm: a loop over an unknown refusal costs money and a citizen's patience.
"""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import aiohttp
import httpx2

from foundation.vietnamese_text import storable
from zalo.codes_business import BUSINESS
from zalo.codes_openapi import OPENAPI
from zalo.hosts import Host
from zalo.outcomes import Kind, Outcome, Quota, Wait
from zalo.rules import Rule, bug
from zalo.waits import seconds_until

_RAW_KEPT = 4096
_RETRY_STATUSES = {500, 503}
_NEVER_LEFT = (
    aiohttp.ClientConnectorError,  # refused, DNS, TLS
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    ConnectionRefusedError,
)
LOST = (aiohttp.ClientError, httpx2.TransportError, asyncio.TimeoutError, OSError)


def rule_of(host: Host, code: int, message: str = "") -> Rule:
    """The rule for a code on a host. A code that only the other host documents keeps that meaning here."""
    first, second = (BUSINESS, OPENAPI) if host is Host.BUSINESS else (OPENAPI, BUSINESS)
    rule = first.get(code) or second.get(code)
    return rule.for_text(message) if rule else bug("Mã lỗi lạ của Zalo")


def classify_failure(error: BaseException) -> Outcome:
    """The outcome of a call that ended in an exception: retry if nothing left, else ambiguous."""
    name = type(error).__name__
    if isinstance(error, _NEVER_LEFT):
        return Outcome(Kind.RETRY, message=name, left=False)
    return Outcome(Kind.AMBIGUOUS, message=name)


def classify(host: Host, http_status: int, body: bytes) -> Outcome:
    """The outcome of a complete HTTP answer. Its words can be stored, whatever Zalo put into them."""
    raw = body[:_RAW_KEPT]
    if http_status in _RETRY_STATUSES:
        return Outcome(Kind.RETRY, message=f"HTTP {http_status}", http_status=http_status, raw=raw)
    answer = parsed(body)
    code = _integer(answer.get("error")) if answer is not None else None
    if http_status == 429:
        return Outcome(
            Kind.RETRY, code, "HTTP 429", retry_after=seconds_until(Wait.NEXT_MINUTE), limited="app",
            http_status=http_status, raw=raw,
        )  # fmt: skip
    if http_status >= 500 or http_status == 408 or (http_status < 300 and code is None):
        return Outcome(Kind.AMBIGUOUS, message=f"HTTP {http_status}", http_status=http_status, raw=raw)
    if answer is None or code is None:
        # Somebody on the way refused the request (a proxy, a filter): it says nothing about the message.
        return Outcome(Kind.RETRY, message=f"HTTP {http_status}", alarm=True, http_status=http_status, raw=raw)
    if code == 0 and http_status < 300:
        return _accepted(answer, http_status, raw)
    message = storable(str(answer.get("message") or ""))[:300]
    rule = rule_of(host, code, message)
    return Outcome(
        rule.kind, code, message or rule.meaning, retry_after=seconds_until(rule.wait),
        max_tries=rule.max_tries, when_spent=rule.when_spent, stops=rule.stops, alarm=rule.alarm,
        limited=rule.limited, http_status=http_status, raw=raw,
    )  # fmt: skip


def parsed(body: bytes) -> dict[str, Any] | None:
    """The JSON object in ``body``, or None if it is not a complete one."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _accepted(answer: dict[str, Any], http_status: int, raw: bytes) -> Outcome:
    data = answer.get("data")
    fields = data if isinstance(data, dict) else {}
    message_id = fields.get("msg_id") or fields.get("message_id") or ""
    return Outcome(
        Kind.ACCEPTED, 0, message_id=storable(str(message_id)), sent_time=moment_of(fields.get("sent_time")),
        quota=_quota(fields.get("quota")), http_status=http_status, raw=raw,
    )  # fmt: skip


def moment_of(milliseconds: Any) -> datetime | None:
    """An instant from epoch milliseconds given as text or number; None if they make no sense."""
    value = _integer(milliseconds)
    if value is None:
        return None
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _quota(raw: Any) -> Quota | None:
    if not isinstance(raw, dict):
        return None
    if "remainingQuota" in raw or "dailyQuota" in raw:
        return Quota("daily", _integer(raw.get("remainingQuota")), _integer(raw.get("dailyQuota")))
    kind = storable(str(raw.get("quota_type") or raw.get("owner_type") or "reply"))
    return Quota(kind, _integer(raw.get("remain")), _integer(raw.get("total")))


def _integer(value: Any) -> int | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
