"""``Idempotency-Key``: the same key and body get the same answer; the same key with another body is refused."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import ApiClient, IdempotentCall
from foundation.errors import Conflict, InvalidInput

HEADER = "Idempotency-Key"
LONGEST = 255
Act = Callable[[], tuple[int, dict[str, Any]]]


def key_of(request: Request, longest: int = LONGEST) -> str:
    """The key of a call, empty without one; InvalidInput where it is too long or not printable."""
    key: str = request.headers.get(HEADER, "")
    if len(key) > longest or not key.isprintable():
        raise InvalidInput.on(
            HEADER, "invalid", _("Idempotency-Key dài tối đa %(limit)s ký tự in được.") % {"limit": longest}
        )
    return key


def digest(*parts: Any) -> bytes:
    """A fingerprint of what is asked; the order of members does not count."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).digest()


def once(request: Request, client: ApiClient, act: Act, content: Any = None) -> Response:
    """Run ``act`` in the transaction of the request, or give back what it answered the first time.

    ``content`` stands for the body where that is not JSON.
    """
    asked = digest(request.method, request.path, request.data if content is None else content)
    status, body, again = remembered(client, key_of(request), asked, act)
    return Response(body, status=status, headers={"Idempotent-Replay": "true"} if again else None)


def remembered(client: ApiClient, key: str, asked: bytes, act: Act) -> tuple[int, dict[str, Any], bool]:
    """Status, body, and whether this is what was answered before.

    The row is inserted first, so that two calls at once wait for each other; a refused act leaves no row.
    """
    if not key:
        return (*act(), False)
    call, created = IdempotentCall.objects.select_for_update().get_or_create(
        client=client, key=key, defaults={"request_hash": asked}
    )
    if not created:
        if bytes(call.request_hash) != asked:
            raise reused()
        return call.status or 200, call.response or {}, True
    status, body = call.status, call.response = act()
    call.save(update_fields=["status", "response"])
    return status, body, False


def reused() -> Conflict:
    return Conflict(
        "idempotency_key_reused", _("Idempotency-Key này đã dùng cho một nội dung khác. Hãy dùng khóa mới.")
    )
