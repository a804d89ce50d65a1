"""Which account speaks for a province, and with which token."""

import uuid
from datetime import timedelta

from django.db.models import F

from foundation import scoping
from foundation.local_time import now
from zalo.credentials import AccountCredentials
from zalo.models import Grant, OfficialAccount
from zalo.tokens import GrantDead, RefreshLater, TokenUnavailable, credentials_of, refresh_early

__all__ = [
    "AccountCredentials", "GrantDead", "RefreshLater", "TokenUnavailable", "credentials", "current_account", "is_stopped",
    "present",
]  # fmt: skip

_MARGIN = timedelta(seconds=60)


def current_account(province_id: uuid.UUID) -> OfficialAccount | None:
    """The province's current account, unless it is stopped (unique index zalo_one_current_account)."""
    return OfficialAccount.objects.filter(
        province_id=province_id, is_current=True, state=OfficialAccount.State.CONNECTED
    ).first()


def is_stopped(province_id: uuid.UUID) -> bool:
    """Whether the province has a current account that was stopped (else it may have none)."""
    stopped = OfficialAccount.objects.filter(province_id=province_id, is_current=True)
    return stopped.exclude(state=OfficialAccount.State.CONNECTED).exists()


def present(oa_pk: uuid.UUID) -> AccountCredentials | None:
    """The account with the token it has now; None where that has to be renewed first (``credentials`` does).

    GrantDead where it has expired and cannot be renewed. One query, no call to Zalo.
    """
    with scoping.system("zalo credentials"):
        grant = Grant.objects.select_related("oa").filter(oa_id=oa_pk, app_id=F("oa__app_id")).first()
    if grant is None:
        raise GrantDead("no grant")
    if grant.access_token and grant.expires_at and grant.expires_at > now() + _MARGIN:
        return credentials_of(grant)
    if not grant.alive or not grant.refresh_token:
        raise GrantDead(grant.reason)
    return None


def credentials(oa_pk: uuid.UUID) -> AccountCredentials:
    """The account with a token that has not expired; refreshes it if need be (GrantDead, RefreshLater).

    A dead grant still gives the token it has until that expires. Blocking.
    """
    return present(oa_pk) or refresh_early(oa_pk)
