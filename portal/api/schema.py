"""How the published schema describes answers that every call may give."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from portal.api.shapes import ProblemShape

_PROBLEMS = {
    400: "Dữ liệu không hợp lệ", 401: "Chưa xác thực", 403: "Không được phép", 404: "Không tìm thấy",
    409: "Trạng thái không cho phép", 412: "Đã thay đổi", 413: "Quá lớn", 415: "Loại không được nhận",
    429: "Quá nhiều yêu cầu",
}  # fmt: skip


def described(
    summary: str,
    answers: dict[int, Any],
    *problems: int,
    request: Any = None,
    query: dict[str, str] | None = None,
) -> Callable[..., Any]:
    """A schema entry with the given answers and the named problems (401, 403 and 429 always)."""
    responses: dict[Any, Any] = dict(answers)
    for status in {401, 403, 429, *problems}:
        responses[(status, "application/problem+json")] = OpenApiResponse(ProblemShape, _PROBLEMS[status])
    parameters = [OpenApiParameter(n, OpenApiTypes.STR, description=d) for n, d in (query or {}).items()]
    return extend_schema(summary=summary, request=request, responses=responses, parameters=parameters)


ANY = OpenApiTypes.OBJECT
