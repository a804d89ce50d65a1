"""The version of a row as an entity tag."""

import re

from django.utils.translation import gettext as _
from rest_framework.request import Request

from foundation.errors import InvalidInput

_TAG = re.compile(r'(?:W/)?"([0-9]{1,18})"')


def tag(version: int) -> str:
    return f'"{version}"'


def expected_version(request: Request) -> int | None:
    """The version named by ``If-Match`` (``"7"`` or ``W/"7"``), None without the header or for ``*``."""
    header = request.headers.get("If-Match", "").strip()
    if header in ("", "*"):
        return None
    found = _TAG.fullmatch(header)
    if found is None:
        raise InvalidInput.on("If-Match", "invalid", _('If-Match phải là ETag đã nhận, ví dụ "7".'))
    return int(found[1])
