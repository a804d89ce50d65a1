"""The version of a row as an entity tag."""

import re

from django.utils.translation import gettext as _
from rest_framework.request import Request

from foundation.errors import InvalidInput, Stale

_LIST = re.compile(r'\s*(?:W/)?"[\x21\x23-\x7e]*"\s*(?:,\s*(?:W/)?"[\x21\x23-\x7e]*"\s*)*')
_TAG = re.compile(r'"([\x21\x23-\x7e]*)"')


def tag(version: int) -> str:
    return f'"{version}"'


def expected_versions(header: str) -> frozenset[int] | None:
    """The versions named by ``If-Match`` (``"7"``, ``W/"7"``, or several), None without the header or for ``*``.

    InvalidInput where it is no entity tag; a tag that is none of ours names no version, so nothing matches.
    """
    text = header.strip()
    if text in ("", "*"):
        return None
    if len(text) > 1000 or not _LIST.fullmatch(text):
        raise InvalidInput.on("If-Match", "invalid", _('If-Match phải là ETag đã nhận, ví dụ "7".'))
    return frozenset(int(t) for t in _TAG.findall(text) if re.fullmatch("[0-9]{1,18}", t))


def expected_version(header: str, present: int) -> int | None:
    """The version that the row must still have, None where any will do; Stale where none of the named is it.

    ``present`` is the version now, so that one of several names can be chosen; the action checks it under its lock.
    """
    named = expected_versions(header)
    if named is None:
        return None
    if not named:
        raise Stale("stale", _("ETag trong If-Match không phải của hồ sơ này; hãy đọc lại hồ sơ rồi làm tiếp."))
    return present if present in named else max(named)


def is_fresh(request: Request, version: int) -> bool:
    """Whether ``If-None-Match`` names this version: the caller has it already."""
    header: str = request.headers.get("If-None-Match", "")
    return header.strip() == "*" or str(version) in _TAG.findall(header)
