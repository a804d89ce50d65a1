"""The token call of OAuth v4. Its failures come with HTTP 200 and sometimes without an error number."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from urllib.parse import urlencode

import httpx2

from foundation.local_time import now
from foundation.vietnamese_text import storable
from zalo.errors import LOST, classify_failure, parsed
from zalo.hosts import ForbiddenHost, Host, base_url

# Much shorter than any row lock or lease that is held around the call.
TIMEOUT = httpx2.Timeout(10.0, connect=4.0)
_USUAL_LIFE = 90_000  # seconds; Zalo says it as text
_NOT_A_REFUSAL = {-32, -100}  # rate limit, unknown error: says nothing about the grant


class Result(StrEnum):
    """How a refresh ended. Only REFUSED says something about the grant itself."""

    GRANTED = "granted"
    REFUSED = "refused"
    UNCLEAR = "unclear"  # it left; the single-use token may be spent
    NOT_SENT = "not_sent"


@dataclass(frozen=True, slots=True)
class Exchange:
    """The answer to a refresh; the pair is present if and only if it was granted."""

    result: Result
    access_token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_at: datetime | None = None
    message: str = ""
    code: int | None = None
    http_status: int | None = None
    raw: str = field(default="", repr=False)


@cache
def _http() -> httpx2.Client:
    # A connection of its own each time: one that the server has just closed might cost the single-use token.
    limits = httpx2.Limits(max_keepalive_connections=0)
    return httpx2.Client(timeout=TIMEOUT, limits=limits, follow_redirects=False, trust_env=False)


def refresh(app_id: str, app_secret: str, refresh_token: str) -> Exchange:
    """Spend a refresh token. The secret travels in a header, never in the body; nothing here is logged."""
    form = {"refresh_token": refresh_token, "app_id": app_id, "grant_type": "refresh_token"}
    try:
        response = _http().post(
            base_url(Host.OAUTH) + "/v4/oa/access_token",
            content=urlencode(form).encode(),
            headers={"secret_key": app_secret, "Content-Type": "application/x-www-form-urlencoded"},
        )
    except ForbiddenHost as error:
        return Exchange(Result.NOT_SENT, message=str(error))
    except LOST as error:
        left = classify_failure(error).left
        return Exchange(Result.UNCLEAR if left else Result.NOT_SENT, message=type(error).__name__)
    return read(response.status_code, response.content)


def read(status: int, body: bytes) -> Exchange:
    """Granted only with both tokens; refused only by a complete answer that says so."""
    raw = body[:8192].decode("utf-8", "replace")
    answer = parsed(body)
    if status >= 500 or answer is None:
        return Exchange(Result.UNCLEAR, message=f"HTTP {status}", http_status=status, raw=raw)
    access, renewed = answer.get("access_token"), answer.get("refresh_token")
    if isinstance(access, str) and isinstance(renewed, str) and access and renewed:
        return Exchange(Result.GRANTED, access, renewed, _expiry(answer.get("expires_in")), http_status=status, raw=raw)
    code = answer.get("error") if isinstance(answer.get("error"), int) else None
    result = Result.UNCLEAR if code in _NOT_A_REFUSAL or status == 429 else Result.REFUSED
    return Exchange(result, message=_message(answer), code=code, http_status=status, raw=raw)


def _message(answer: dict[str, object]) -> str:
    for name in ("message", "error_description", "error_reason", "error_name"):
        if answer.get(name):
            return storable(str(answer[name]))[:200]
    return "không rõ lý do"


def _expiry(expires_in: object) -> datetime:
    try:
        life = int(str(expires_in))
    except ValueError:
        life = _USUAL_LIFE
    return now() + timedelta(seconds=life if life > 0 else _USUAL_LIFE)
