"""Taking in a file: measured while it is read, known by its content, kept under a name of ours."""

import hashlib
from collections.abc import Iterable
from pathlib import PurePath
from typing import IO
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from documents.kinds import ALLOWED, MAX_BYTES, sniff
from documents.models import StoredFile
from foundation.errors import FieldError, InvalidInput, TooLarge, Unsupported
from foundation.ids import uuid7
from foundation.vietnamese_text import squeeze


def _too_large() -> TooLarge:
    message = _("Tệp lớn hơn %(limit)s MB. Hãy quét ở độ phân giải thấp hơn hoặc chia nhỏ tệp.") % {
        "limit": MAX_BYTES // 1024 // 1024
    }
    return TooLarge("file_too_large", message, [FieldError("file", "too_large", message)])


def _unsupported(message: str) -> Unsupported:
    return Unsupported("file_type", message, [FieldError("file", "type", message)])


def safe_name(raw: str) -> str:
    """The last part of a file's name, composed, without what file systems and headers stumble over."""
    name = squeeze(PurePath(raw.replace("\\", "/")).name)
    name = "".join(c for c in name if c not in '<>:"/\\|?*').strip(". ")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:180]}{dot}{ending[:10]}" if dot else name[:190]


def store(
    stream: IO[bytes],
    name: str,
    *,
    province_id: UUID,
    agency_ids: Iterable[UUID],
    size: int | None = None,
    user_id: UUID | None = None,
) -> StoredFile:
    """Keep a file. TooLarge over 20 MB (told before it is read, where the size is known); Unsupported where the
    content is of no allowed kind or the ending of the name says another; InvalidInput for an empty one.
    """
    if size is not None and size > MAX_BYTES:
        raise _too_large()
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise _too_large()
    if not content:
        raise InvalidInput.on("file", "empty", _("Tệp rỗng. Hãy chọn lại tệp."))
    kept_name = safe_name(name) or "tep"
    media_type = sniff(content[:8192], content)
    if media_type is None:
        raise _unsupported(_("Chỉ nhận PDF, ảnh JPG/PNG/HEIC, Word (.docx) và Excel (.xlsx) không có macro."))
    if PurePath(kept_name).suffix.lower() not in ALLOWED[media_type]:
        raise _unsupported(_("Nội dung tệp không đúng với đuôi tên tệp. Hãy chọn đúng tệp gốc."))
    key = uuid7()
    path = f"{key.hex[:8]}/{key.hex}"
    row = StoredFile.objects.create(
        id=key, province_id=province_id, agency_ids=list(agency_ids), name=kept_name, media_type=media_type, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), storage_key=path, uploaded_by_id=user_id,
    )  # fmt: skip
    saved = default_storage.save(path, ContentFile(content))
    if saved != path:
        default_storage.delete(saved)
        raise FileExistsError(path)
    return row
