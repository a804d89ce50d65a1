"""``POST dossiers:batch``: up to 1,000 creates and acts, each in a transaction of its own, each with its own outcome."""

from typing import Any

import structlog
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from foundation import scoping
from foundation.errors import FieldError, InvalidInput
from foundation.paging import as_uuid
from portal.api.base import Resource
from portal.api.dossiers import REPLAYED, create
from portal.api.idempotency import LONGEST, digest, key_of, remembered
from portal.api.problems import exception_handler, server_fault
from portal.api.schema import IDEMPOTENT, described
from portal.api.shapes.batch import MOST_ITEMS, BatchAnswerShape, BatchShape
from portal.api.transitions import transition

log = structlog.get_logger(__name__)
_BETWEEN = "\x1f"  # no key of a caller holds it, since it cannot be printed


class Batch(Resource):
    """With an ``Idempotency-Key`` each item is done once, also where the answer to the first call was lost halfway."""

    write_scope = "dossiers:write"
    most_bytes = 8_000_000
    one_transaction = False

    @described(
        "batch", "Nhiều hồ sơ trong một lần gọi", {200: BatchAnswerShape}, 400, 409, 413, 415, request=BatchShape,
        parameters=[IDEMPOTENT, REPLAYED],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        items = _items(request.data)
        key = key_of(request, LONGEST - 5)
        self._reserve(key, digest(request.method, request.path, request.data))
        results = [self._one(index, item, key) for index, item in enumerate(items)]
        done = sum(result["status"] < 300 for result in results)
        return Response({"succeeded": done, "failed": len(results) - done, "results": results})

    def _reserve(self, key: str, asked: bytes) -> None:
        """Conflict where the key has been used for something else; what was done under it is kept item by item."""
        with scoping.enter(self.row_scope):
            remembered(self.client, key, asked, lambda: (200, {}))

    def _one(self, index: int, item: dict[str, Any], key: str) -> dict[str, Any]:
        own_key = f"{key}{_BETWEEN}{index}" if key else ""
        try:
            with scoping.enter(self.row_scope):
                status, body, _again = remembered(self.client, own_key, digest(item), lambda: self._act(item))
        except Exception as error:
            refused = exception_handler(error, {})
            if refused is None:
                log.exception("batch_item_failed", index=index)
                return {"index": index, "status": 500, "problem": server_fault()}
            return {"index": index, "status": refused.status_code, "problem": refused.data}
        return {"index": index, "status": status, "dossier": body}

    def _act(self, item: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        match item:
            case {"create": told, **rest} if not rest:
                return 201, create(told, self)
            case {"transition": dict(told), **rest} if not rest:
                members = dict(told)
                dossier_id = as_uuid(str(members.pop("dossier", "")))
                if dossier_id is None:
                    raise InvalidInput.on("dossier", "invalid", _("dossier là id (UUID) của hồ sơ."))
                return 200, transition(dossier_id, members, str(members.pop("if_match", "")), self)
        raise InvalidInput.on("item", "invalid", _("Mỗi mục có đúng một trong create và transition."))


def _items(data: Any) -> list[dict[str, Any]]:
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise InvalidInput.on("items", "required", _('Hãy gửi {"items": [ … ]}.'))
    if unknown := sorted(set(data) - {"items"}):
        raise InvalidInput(
            "invalid", _("Trường này không có."), [FieldError(unknown[0], "unknown", _("Trường này không có."))]
        )
    if not 1 <= len(data["items"]) <= MOST_ITEMS:
        raise InvalidInput.on("items", "count", _("Mỗi lần gửi từ 1 đến 1.000 mục."))
    return list(data["items"])
