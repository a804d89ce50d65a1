"""Which kinds of file are taken, judged by their content and not by their name. Pure: bytes in, a kind or a fault out."""

import io
import zipfile
from enum import StrEnum

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
# what the reader says of bytes that are no archive (a name in no known writing is a ValueError too)
_NO_ZIP = (zipfile.BadZipFile, NotImplementedError, ValueError)
_TAIL = 65_557  # where a zip's table of contents must be announced
_MOST_MEMBERS, _MOST_CONTENTS = 5_000, 1_000_000  # of a zip: entries, bytes of its table of contents
_MOST_UNPACKED, _MOST_RATIO = 300_000_000, 200  # bytes; unpacked to packed


class Fault(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TYPE = "type"  # no kind that is taken
    CUT_OFF = "cut_off"  # begins well and has no end
    TWO_KINDS = "two_kinds"  # an archive as well as what it says it is
    MACRO = "macro"
    ENCRYPTED = "encrypted"
    BOMB = "bomb"  # unpacks to far more than it is


class NotTaken(ValueError):
    """The content is of no kind that is taken; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def kind_of(content: bytes) -> str:
    """The media type that the content itself says; NotTaken for everything that is not taken."""
    if not content:
        raise NotTaken(Fault.EMPTY)
    guess = filetype.guess(content[:8192])
    mime = guess.mime if guess else ""
    if mime == "application/zip" or "openxmlformats" in mime:
        return _office(content)
    if mime not in ALLOWED:
        raise NotTaken(Fault.TYPE)
    if mime == "application/pdf" and b"%%EOF" not in content[-4096:]:
        raise NotTaken(Fault.CUT_OFF)
    if mime == "image/png" and b"IEND" not in content[-4096:]:
        raise NotTaken(Fault.CUT_OFF)
    if _is_archive_too(content):
        raise NotTaken(Fault.TWO_KINDS)
    return mime


def fits(name_ending: str, media_type: str) -> bool:
    """Whether a name with this ending (``.pdf``) may carry such a file."""
    return name_ending.lower() in ALLOWED[media_type]


def _announced(content: bytes) -> int | None:
    """The size in bytes of the table of contents that a zip announces at its end; None where it announces none."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - _TAIL))
    return None if at < 0 or at + 22 > len(content) else int.from_bytes(content[at + 12 : at + 16], "little")


def _is_archive_too(content: bytes) -> bool:
    """Whether a zip lies behind a picture or PDF: the same bytes would be opened as something else elsewhere."""
    contents = _announced(content)
    if contents is None:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool(archive.filelist)
    except _NO_ZIP:
        return False  # the mark of a zip by chance: nobody can open these bytes as one


def _office(content: bytes) -> str:
    """Office files are zip archives: their table of contents decides. Nothing is unpacked."""
    contents = _announced(content)
    if contents is None:
        raise NotTaken(Fault.CUT_OFF)
    if contents > _MOST_CONTENTS:
        raise NotTaken(Fault.BOMB)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except _NO_ZIP as error:
        raise NotTaken(Fault.TYPE) from error
    _refuse_bombs(members, len(content))
    names = {member.filename for member in members}
    if any(".." in name or name.startswith(("/", "\\")) for name in names):
        raise NotTaken(Fault.TYPE)
    if any("vbaproject" in name.lower() for name in names):
        raise NotTaken(Fault.MACRO)
    if any(member.flag_bits & 0x1 for member in members):
        raise NotTaken(Fault.ENCRYPTED)
    for member, ending in _OFFICE.items():
        if member in names and "[Content_Types].xml" in names:
            return next(mime for mime, endings in ALLOWED.items() if ending in endings)
    raise NotTaken(Fault.TYPE)


def _refuse_bombs(members: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS or unpacked > _MOST_UNPACKED or unpacked > _MOST_RATIO * max(size, 500_000):
        raise NotTaken(Fault.BOMB)
