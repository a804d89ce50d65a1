"""Taking in a file: measured while it is read, known by its content, kept under a name of ours."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import IO
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from documents.kinds import MAX_BYTES, NotTaken, fits, kind_of
from documents.models import StoredFile
from documents.names import safe_name
from documents.words import refusal, too_large, wrong_ending
from foundation.ids import uuid7


@contextmanager
def storing(
    stream: IO[bytes],
    name: str,
    *,
    province_id: UUID,
    agency_ids: Iterable[UUID],
    size: int | None = None,
    user_id: UUID | None = None,
) -> Iterator[StoredFile]:
    """Keep a file for what is written inside the block; if that fails, row and file are taken away again.

    TooLarge over 20 MB (told before it is read, where the size is known); Unsupported where the content is of no
    allowed kind or the ending of the name says another; InvalidInput for an empty one.
    """
    content, media_type, kept_name = _checked(stream, name, size)
    key = uuid7()
    path = place_of(key)
    with transaction.atomic():
        row = StoredFile.objects.create(
            id=key, province_id=province_id, agency_ids=list(agency_ids), name=kept_name, media_type=media_type,
            size=len(content), sha256=hashlib.sha256(content).hexdigest(), storage_key=path, uploaded_by_id=user_id,
        )  # fmt: skip
        saved = ""
        try:
            saved = default_storage.save(path, ContentFile(content))
            if saved != path:
                raise FileExistsError(path)
            yield row
        except BaseException:
            if saved:
                default_storage.delete(saved)
            raise


def place_of(key: UUID) -> str:
    """Where the file of a row lies: one folder for each 65 seconds, so that none grows without end."""
    return f"{key.hex[:8]}/{key.hex}"


def _checked(stream: IO[bytes], name: str, size: int | None) -> tuple[bytes, str, str]:
    if size is not None and size > MAX_BYTES:
        raise too_large()
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise too_large()
    try:
        media_type = kind_of(content)
    except NotTaken as error:
        raise refusal(error.fault) from error
    kept_name = safe_name(name)
    if not fits(PurePath(kept_name).suffix, media_type):
        raise wrong_ending()
    return content, media_type, kept_name
