"""Files that no row knows: left behind where the process died, or the commit failed, after the file was written."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from documents.models import StoredFile
from foundation.ids import uuid7_floor
from foundation.local_time import now

SETTLED = timedelta(hours=2)  # no upload takes longer
LOOKED_BACK = timedelta(hours=50)  # swept daily, so each folder is looked into twice


def sweep(at: datetime | None = None) -> int:
    """Delete files of the last two days that have no row; how many. Call under the system scope."""
    moment = at or now()
    gone = 0
    for folder in _folders(moment - LOOKED_BACK, moment - SETTLED):
        paths = {f"{folder}/{name}" for name in _files(folder)}
        known = set(StoredFile.objects.filter(storage_key__in=paths).values_list("storage_key", flat=True))
        for path in sorted(paths - known):
            default_storage.delete(path)
            gone += 1
    return gone


def _folders(first: datetime, last: datetime) -> Iterator[str]:
    start, end = (uuid7_floor(moment).int >> 96 for moment in (first, last))
    for number in range(start, end + 1):
        yield f"{number:08x}"


def _files(folder: str) -> list[str]:
    try:
        return list(default_storage.listdir(folder)[1])
    except FileNotFoundError:
        return []
