"""Files that no row knows: left behind where the process died, or the commit failed, after the file was written."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from documents.models import StoredFile
from foundation import scoping
from foundation.ids import uuid7_floor
from foundation.local_time import now
from foundation.redis import client, key

SETTLED = timedelta(hours=2)  # no upload takes longer
LOOKED_BACK = timedelta(days=30)  # where nobody remembers how far the last sweep came
AGAIN = timedelta(hours=28)  # the end of what was swept is looked into twice
LONGEST = 180.0  # seconds of one run; the next one goes on from there
_NOTED_EVERY = 200  # folders
_NEXT = "documents:orphans-next"


def sweep(at: datetime | None = None) -> int:
    """Delete files without a row, from where the last sweep ended; how many.

    A sweep that was long away, or ran out of time, misses nothing: how far it came is kept in Redis, and where that is
    lost it looks back thirty days. Each folder (some 65 seconds of uploads) is one short transaction.
    """
    moment, started, gone = at or now(), time.monotonic(), 0
    noted = client().get(key(_NEXT))
    first = _folder_of(moment - LOOKED_BACK) if noted is None else int(noted)
    for number in range(first, _folder_of(moment - SETTLED) + 1):
        gone += _sweep_folder(f"{number:08x}")
        if time.monotonic() - started > LONGEST:
            client().set(key(_NEXT), number + 1)
            return gone
        if number % _NOTED_EVERY == 0:
            client().set(key(_NEXT), number + 1)
    client().set(key(_NEXT), _folder_of(moment - AGAIN))
    return gone


def _sweep_folder(folder: str) -> int:
    paths = {f"{folder}/{name}" for name in _files(folder)}
    if not paths:
        return 0
    with scoping.system("orphaned files"):
        known = set(StoredFile.objects.filter(storage_key__in=paths).values_list("storage_key", flat=True))
    for path in sorted(paths - known):
        default_storage.delete(path)
    return len(paths - known)


def _folder_of(moment: datetime) -> int:
    return uuid7_floor(moment).int >> 96


def _files(folder: str) -> Iterator[str]:
    try:
        yield from default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return
