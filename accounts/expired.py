"""What is kept for a time only, and taken away when that is over: answers to repeated calls, sessions, tokens, sign-ins."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from oauth2_provider.models import get_access_token_model

from accounts.models import IdempotentCall
from foundation import scoping
from foundation.ids import uuid7_floor
from foundation.local_time import now

CALLS_KEPT = timedelta(days=30)  # what the API promises of an Idempotency-Key
SIGN_INS_KEPT = timedelta(days=90)  # who signed in from where: personal data, kept for looking into a break-in
BATCH = 500
LONGEST = 120.0  # seconds of one run; what is left waits for the next


def forget() -> dict[str, int]:
    """Delete what has expired, oldest first, in small transactions under a system scope; how many rows by table."""
    until = time.monotonic() + LONGEST
    return {name: _delete(rows, until) for name, rows in _expired()}


def _expired() -> Iterator[tuple[str, QuerySet[Any]]]:
    """Each by an index: keys that grow with time (the primary keys), and the day on which a session ends."""
    moment = now()
    yield "calls", IdempotentCall.objects.filter(id__lt=uuid7_floor(moment - CALLS_KEPT)).order_by("id")
    yield "sessions", Session.objects.filter(expire_date__lt=moment).order_by("expire_date")
    yield "tokens", get_access_token_model().objects.filter(expires__lt=moment).order_by("id")
    for name, model in (("attempts", AccessAttempt), ("failures", AccessFailureLog), ("sign_ins", AccessLog)):
        yield name, model.objects.filter(attempt_time__lt=moment - SIGN_INS_KEPT).order_by("id")


def _delete(rows: QuerySet[Any], until: float) -> int:
    gone = 0
    while time.monotonic() < until:
        with scoping.system("forget expired"):
            keys = list(rows.values_list("pk", flat=True)[:BATCH])
            if not keys:
                break
            rows.model._default_manager.filter(pk__in=keys).delete()
        gone += len(keys)
    return gone
