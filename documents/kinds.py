"""Which kinds of file are taken, judged by their content and not by their name."""

import io
import zipfile

import filetype

MAX_BYTES = 20 * 1024 * 1024

# media type -> endings that may carry it
ALLOWED: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/heic": (".heic", ".heif"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
}
_OFFICE = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}


def sniff(head: bytes, whole: bytes | None = None) -> str | None:
    """The media type that the content says, None if it is none of the allowed ones.

    Office files are zip archives: their table of contents decides, for which ``whole`` is needed.
    """
    guess = filetype.guess(head)
    mime = guess.mime if guess else None
    if mime == "application/zip" or (mime and "openxmlformats" in mime):
        mime = _office(whole if whole is not None else head)
    return mime if mime in ALLOWED else None


def _office(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return None
    for member, ending in _OFFICE.items():
        if member in names and not any("vbaProject" in name for name in names):
            return next(mime for mime, endings in ALLOWED.items() if ending in endings)
    return None
