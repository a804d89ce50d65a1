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


def once(request: Request, client: ApiClient, act: Callable[[], tuple[int, dict[str, Any]]]) -> Response:
    """Run ``act`` in the transaction of the request, or give back what it answered the first time.

    The row is inserted first, so that two calls at once wait for each other; a refused act leaves no row.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        status, body = act()
        return Response(body, status=status)
    if len(key) > 255 or not key.isprintable():
        raise InvalidInput.on("Idempotency-Key", "invalid", _("Idempotency-Key dài tối đa 255 ký tự in được."))
    canonical = json.dumps([request.method, request.path, request.data], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(canonical.encode()).digest()
    call, created = IdempotentCall.objects.select_for_update().get_or_create(
        client=client, key=key, defaults={"request_hash": digest}
    )
    if not created:
        if bytes(call.request_hash) != digest:
            raise Conflict(
                "idempotency_key_reused",
                _("Idempotency-Key này đã dùng cho một nội dung khác. Hãy dùng khóa mới."),
            )
        return Response(call.response, status=call.status, headers={"Idempotent-Replay": "true"})
    call.status, call.response = act()
    call.save(update_fields=["status", "response"])
    return Response(call.response, status=call.status)
