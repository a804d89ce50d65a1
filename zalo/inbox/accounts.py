"""The accounts' webhook secrets, kept for half a minute: hundreds of receipts come in a second."""

import time
import uuid
from dataclasses import dataclass, field

from django.db.models import Q

from foundation import scoping
from zalo.inbox.reading import Envelope
from zalo.models import OfficialAccount

_LIFE = 30.0
_UNKNOWN_LIFE = 3.0
_MOMENT = 2.0


@dataclass(frozen=True, slots=True)
class Secrets:
    """What it takes to verify events of one account."""

    oa_pk: uuid.UUID
    oa_id: str
    app_id: str
    oa_secret: str = field(repr=False)
    app_secret: str = field(repr=False)


_cache: dict[tuple[str, tuple[str, ...]], tuple[float, list[Secrets]]] = {}


def candidates(event: Envelope) -> list[Secrets]:
    """The accounts that the event may be from: those it names, else those of its app."""
    ours = tuple(i for i in event.candidates if i in _known_ids())
    key = (event.app_id, ours)
    kept = _cache.get(key)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    with scoping.system("zalo webhook secrets"):
        rows = list(OfficialAccount.objects.filter(oa_id__in=ours))
        if not rows and event.app_id:
            rows = list(OfficialAccount.objects.filter(Q(app_id=event.app_id))[:20])
    found = [Secrets(r.pk, r.oa_id, r.app_id, r.oa_secret, r.app_secret) for r in rows]
    if len(_cache) > 1000:
        _cache.clear()
    _cache[key] = (time.monotonic() + (_LIFE if found else _UNKNOWN_LIFE), found)
    return found


def renew(event: Envelope) -> bool:
    """Forget the secrets kept for this event if they are older than a moment; whether they were.

    The moment keeps forged signatures from costing a query each.
    """
    ours = tuple(i for i in event.candidates if i in _known_ids())
    kept = _cache.get((event.app_id, ours))
    if kept is None or kept[0] - _LIFE + _MOMENT > time.monotonic():
        return False
    del _cache[event.app_id, ours]
    return True


_ids: tuple[float, frozenset[str]] = (0.0, frozenset())


def _known_ids() -> frozenset[str]:
    """Which ids are accounts, so that people's ids do not fill the cache."""
    global _ids
    if _ids[0] <= time.monotonic():
        with scoping.system("zalo webhook accounts"):
            known = frozenset(OfficialAccount.objects.values_list("oa_id", flat=True)[:10_000])
        _ids = (time.monotonic() + (_LIFE if known else _UNKNOWN_LIFE), known)
    return _ids[1]


def forget() -> None:
    """Read the accounts anew: one has been connected, or a test begins."""
    global _ids
    _ids = (0.0, frozenset())
    _cache.clear()
