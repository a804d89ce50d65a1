"""Errors as problem documents (RFC 9457), in Vietnamese."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from foundation.errors import DomainError
from foundation.refusals import refusal_of

PROBLEM = "application/problem+json"


def titles() -> dict[int, str]:
    """The short name of each kind of refusal."""
    return {
        400: _("Dữ liệu không hợp lệ"),
        401: _("Chưa xác thực"),
        403: _("Không được phép"),
        404: _("Không tìm thấy"),
        405: _("Phương thức không được hỗ trợ"),
        406: _("Không có định dạng được yêu cầu"),
        409: _("Trạng thái hiện tại không cho phép"),
        412: _("Dữ liệu đã thay đổi"),
        413: _("Dữ liệu quá lớn"),
        415: _("Loại dữ liệu không được nhận"),
        429: _("Quá nhiều yêu cầu"),
        500: _("Lỗi hệ thống"),
    }


def document(status: int, detail: str, errors: list[dict[str, str]] | None = None, **extra: Any) -> dict[str, Any]:
    """The body of a problem."""
    return {
        "type": "about:blank",
        "title": titles().get(status, _("Lỗi")),
        "status": status,
        "detail": detail,
        "errors": errors or [],
        **extra,
    }


def _faults(detail: Any, field: str = "") -> Iterator[dict[str, str]]:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            path = "" if name == "non_field_errors" else str(name)
            yield from _faults(inner, ".".join(filter(None, (field, path))))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            deeper = f"{field}.{index}" if isinstance(inner, (dict, list)) else field
            yield from _faults(inner, deeper)
    else:
        yield {"field": field, "code": getattr(detail, "code", "invalid"), "message": str(detail)}


def of_domain_error(error: DomainError) -> Response:
    """A refusal of an action."""
    body = document(
        error.status,
        str(error.message),
        [{"field": e.field, "code": e.code, "message": str(e.message)} for e in error.errors],
        code=error.code,
        **error.extra,
    )
    response = Response(body, status=error.status, content_type=PROBLEM)
    if "retry_after" in error.extra:
        response["Retry-After"] = str(error.extra["retry_after"])
    return response


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook: every refusal becomes a problem document; anything else stays a 500 for the log."""
    error = refusal_of(error) or error
    if isinstance(error, DomainError):
        return of_domain_error(error)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    headers: dict[str, str] = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if isinstance(error, exceptions.ValidationError):
        body = document(400, _("Hãy sửa các trường dưới đây rồi gửi lại."), list(_faults(error.detail)))
    else:
        body = document(error.status_code, _detail(error))
    return Response(body, status=error.status_code, headers=headers, content_type=PROBLEM)


def _detail(error: exceptions.APIException) -> str:
    known = {
        401: _("Hãy gửi token còn hiệu lực trong tiêu đề Authorization: Bearer …"),
        403: _("Token không có phạm vi (scope) cần cho lời gọi này."),
        404: _("Không có dữ liệu này, hoặc hệ thống của bạn không được xem."),
        405: _("Địa chỉ này không nhận phương thức đã dùng."),
        406: _("API chỉ trả về JSON."),
        415: _("Hãy gửi nội dung với Content-Type: application/json."),
    }
    return known.get(error.status_code, str(error.detail))


def server_fault() -> dict[str, Any]:
    """What is said of a fault of ours."""
    return document(500, _("Máy chủ gặp lỗi; chưa có gì thay đổi. Hãy thử lại."))


def plain(status: int, detail: str) -> JsonResponse:
    """A problem outside DRF (unknown address, crash)."""
    return JsonResponse(document(status, detail), status=status, content_type=PROBLEM)
