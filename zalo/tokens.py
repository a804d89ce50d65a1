"""The tokens of a grant: refreshed by one, kept before used, never lost by us.

A refresh token is spent by its first use, and the pair that comes back is the only way on. So: one refresh
at a time (row lock, held longer than the call can take), the new pair committed before anybody sees it, the
old pair and the answer kept encrypted, and the grant called dead only when the refresh itself was refused.
"""

import time
import uuid
from datetime import timedelta

import structlog
from django.db import Error, OperationalError, connection, transaction
from django.db.models import F

from accounts.actors import Actor
from events.recording import record
from foundation import scoping
from foundation.encryption import blind_candidates, blind_index
from foundation.local_time import now
from zalo import oauth
from zalo.actions.raise_alarm import raise_alarm
from zalo.credentials import AccountCredentials
from zalo.detached import detached
from zalo.models import Alarm, Grant, GrantAudit
from zalo.oauth import Exchange, Result
from zalo.waits import scaled

log = structlog.get_logger(__name__)

EARLY = timedelta(hours=8)  # of 25: several runs may be missed before anybody notices
_FRESH_SECONDS = 60.0  # a token younger than this is not replaced because a call refused it
_PATIENCE_SECONDS = 30.0  # for another process's refresh
_SAVE_PATIENCE_SECONDS = 90.0  # for a database that restarts while we hold the only copy of a pair
_PURPOSE = "zalo-refresh-token"


class TokenUnavailable(Exception):
    """There is no usable token at this moment."""


class GrantDead(TokenUnavailable):
    """The refresh was refused: an admin of the account must consent again. The alarm has been raised."""


class RefreshLater(TokenUnavailable):
    """Not now; ``retry_after`` in real seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"try again in {retry_after:.1f} s")
        self.retry_after = retry_after


class Busy(Exception):
    """Another process refreshes at this moment."""


def credentials_of(grant: Grant) -> AccountCredentials:
    oa = grant.oa
    return AccountCredentials(oa.pk, oa.oa_id, grant.app_id, grant.access_token, oa.openapi_rate, oa.phone_rate)


def refresh_after_failure(oa_pk: uuid.UUID, failed_token: str) -> AccountCredentials:
    """A token that works better than ``failed_token``: the present one if it differs, else a refreshed one.

    GrantDead or RefreshLater if there is none. A token that was refreshed a moment ago is not burnt again.
    """
    return _single_flight(oa_pk, "failure", failed_token)


def refresh_early(oa_pk: uuid.UUID) -> AccountCredentials:
    """Refresh if less than eight hours are left. Errors as above."""
    return _single_flight(oa_pk, "expiry", None)


def spent_before(grant: Grant, refresh_token: str) -> bool:
    """Whether this refresh token was used up in an earlier refresh of the grant."""
    known = blind_candidates(f"refresh:{refresh_token}", _PURPOSE)
    return GrantAudit.objects.filter(grant=grant, spent_index__in=known, result=Result.GRANTED).exists()


def _index(refresh_token: str) -> bytes:
    return blind_index(f"refresh:{refresh_token}", _PURPOSE) if refresh_token else b""


def _single_flight(oa_pk: uuid.UUID, cause: str, failed: str | None) -> AccountCredentials:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return detached(lambda: _refresh(oa_pk, cause, failed))
        except Busy:
            if time.monotonic() > deadline:
                raise RefreshLater(scaled(5)) from None
            time.sleep(0.05)


def _refresh(oa_pk: uuid.UUID, cause: str, failed: str | None) -> AccountCredentials:
    exchange: Exchange | None = None
    grant: Grant | None = None
    try:
        with scoping.system("zalo token"):
            grant = locked_grant(oa_pk)
            if not _needs_refresh(grant, failed):
                return credentials_of(grant)
            _refuse_hopeless(grant, failed)
            exchange = oauth.refresh(grant.app_id, grant.oa.app_secret, grant.refresh_token)
            keep(grant, exchange, cause)
    except Error as error:
        if grant is None or exchange is None or exchange.result is not Result.GRANTED:
            raise
        log.error("zalo_pair_not_saved_at_first", error=type(error).__name__)
        grant = _save_later(grant.pk, exchange, cause)
    if exchange.result is Result.GRANTED:
        return credentials_of(grant)
    if exchange.result is Result.REFUSED:
        raise GrantDead(exchange.message)
    raise RefreshLater(_pause(grant))


def locked_grant(oa_pk: uuid.UUID) -> Grant:
    """The grant of the account's present app, locked; Busy if another process holds it."""
    try:
        with transaction.atomic():
            return (
                Grant.objects.select_for_update(nowait=True, of=("self",))
                .select_related("oa")
                .get(oa_id=oa_pk, app_id=F("oa__app_id"))
            )
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == "55P03":
            raise Busy from None
        raise


def _needs_refresh(grant: Grant, failed: str | None) -> bool:
    if not grant.access_token:
        return True
    if failed is not None:
        return grant.access_token == failed
    return grant.expires_at is None or grant.expires_at < now() + EARLY


def _refuse_hopeless(grant: Grant, failed: str | None) -> None:
    moment = now()
    if not grant.alive or not grant.refresh_token:
        raise GrantDead(grant.reason)
    if grant.retry_at and grant.retry_at > moment:
        raise RefreshLater((grant.retry_at - moment).total_seconds())
    if failed and grant.refreshed_at:
        fresh_until = grant.refreshed_at + timedelta(seconds=scaled(_FRESH_SECONDS))
        if fresh_until > moment:
            raise RefreshLater((fresh_until - moment).total_seconds())


def keep(grant: Grant, exchange: Exchange, cause: str) -> None:
    """Write the end of a refresh into the locked grant, with an audit row; never empty over good."""
    GrantAudit.objects.create(
        grant=grant, at=now(), cause=cause, result=exchange.result, http_status=exchange.http_status,
        previous_access=grant.access_token, previous_refresh=grant.refresh_token,
        spent_index=_index(grant.refresh_token), response=exchange.raw,
    )  # fmt: skip
    if exchange.result is Result.GRANTED:
        grant.access_token, grant.refresh_token = exchange.access_token, exchange.refresh_token
        grant.expires_at, grant.refreshed_at = exchange.expires_at, now()
        grant.state, grant.reason, grant.retry_at, grant.failures = Grant.State.ALIVE, "", None, 0
        Alarm.objects.filter(oa=grant.oa, kind=Alarm.Kind.GRANT_DEAD, cleared_at=None).update(cleared_at=now())
    elif exchange.result is Result.REFUSED:
        grant.state, grant.reason = Grant.State.DEAD, exchange.message[:300]
        _tell(grant, exchange)
    else:
        grant.failures += 1
        grant.retry_at = now() + timedelta(seconds=_pause(grant))
    grant.save()


def _tell(grant: Grant, exchange: Exchange) -> None:
    log.error("zalo_grant_dead", oa_id=grant.oa.oa_id, code=exchange.code)
    raise_alarm(grant.oa, Alarm.Kind.GRANT_DEAD, detail=exchange.message)
    record(
        "zalo.grant_dead", subject=("official_account", grant.oa.pk), province_id=grant.oa.province_id,
        agency_ids=(), actor=Actor.system("zalo.tokens"), data={"oa_id": grant.oa.oa_id},
    )  # fmt: skip


def _pause(grant: Grant) -> float:
    return scaled(min(5.0 * 2 ** min(grant.failures, 8), 900.0))


def _save_later(grant_pk: uuid.UUID, exchange: Exchange, cause: str) -> Grant:
    """The database went away while we held the only copy of a new pair: try until it is back."""
    deadline = time.monotonic() + _SAVE_PATIENCE_SECONDS
    while True:
        try:
            connection.close()
            with scoping.system("zalo token, saved late"):
                grant = Grant.objects.select_for_update().select_related("oa").get(pk=grant_pk)
                keep(grant, exchange, cause)
            return grant
        except Error:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
