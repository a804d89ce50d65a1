"""Numbers without a Zalo account: remembered for a day by blind index, and not tried again before.

For a day and no longer: -118 costs a round trip and no money, and who installs Zalo tomorrow is to be told of what
happens the day after, without anybody having to know that they did.
"""

from collections.abc import Iterable
from datetime import timedelta

from foundation import scoping
from foundation.encryption import blind_candidates, blind_index
from foundation.local_time import now
from zalo.models import PhoneReach

_PURPOSE = "zalo-reach"
REMEMBERED = timedelta(days=1)


def remember_no_zalo(phone: str) -> None:
    """Zalo answered -118 for this number (E.164)."""
    with scoping.system("zalo reach"):
        PhoneReach.objects.update_or_create(phone_index=blind_index(phone, _PURPOSE), defaults={"learnt_at": now()})


def known_without_zalo(phones: Iterable[str]) -> set[str]:
    """Those of the numbers (E.164) that had no account a day ago or less. One query, by primary key."""
    by_index = {index: phone for phone in phones for index in blind_candidates(phone, _PURPOSE)}
    if not by_index:
        return set()
    with scoping.system("zalo reach"):
        rows = PhoneReach.objects.filter(phone_index__in=list(by_index), learnt_at__gt=now() - REMEMBERED).values_list(
            "phone_index", flat=True
        )
        return {by_index[bytes(index)] for index in rows}
