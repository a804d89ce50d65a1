"""Single calls without an event loop: commands, replies, housekeeping; through the same gate."""

import threading
from functools import cache

import httpx2
import redis
from django.conf import settings

from foundation.redis import client
from zalo.answers import Answer, read
from zalo.client import IDLE_SECONDS, answered, refused
from zalo.credentials import AccountCredentials
from zalo.errors import LOST, classify_failure
from zalo.gate import Door, Doors
from zalo.hosts import ForbiddenHost, Host, base_url
from zalo.outcomes import Kind, Outcome
from zalo.requests import Request

_doors = Doors()
_lock = threading.Lock()


@cache
def http() -> httpx2.Client:
    """One pooled client per process; it follows no redirect and reads no proxy from the environment."""
    seconds = settings.ZALO_TIMEOUT_SECONDS
    timeout = httpx2.Timeout(seconds, connect=min(5.0, seconds / 2))
    limits = httpx2.Limits(keepalive_expiry=IDLE_SECONDS)
    return httpx2.Client(timeout=timeout, limits=limits, follow_redirects=False, trust_env=False)


def call(account: AccountCredentials, request: Request) -> Answer:
    """Make one call. Nothing that the network or Zalo does raises."""
    rate = account.openapi_rate if request.host is Host.OPENAPI else account.phone_rate
    with _lock:
        door = _doors.door(account.app_id, account.oa_id, request.host, rate)
        refusal = _doors.go(door)
    if refusal:
        return Answer(refused(refusal))
    try:
        url = base_url(request.host) + request.path
        headers = {"access_token": account.access_token}
        if request.body is not None:
            headers["Content-Type"] = request.content_type
        response = http().request(request.method, url, content=request.body, headers=headers)
        answer = read(request.host, response.status_code, response.content)
    except ForbiddenHost as error:
        return Answer(Outcome(Kind.STOP_CHANNEL, message=str(error), left=False, alarm=True))
    except LOST as error:
        answer = Answer(classify_failure(error))
    _learn(door, answer.outcome)
    return answer


def _learn(door: Door, outcome: Outcome) -> None:
    with _lock:
        door.report(answered(outcome))
        held = door.holds_after(outcome)
    for name, life in held:
        try:
            client().set(name, 1, px=life)
        except redis.RedisError:
            return
