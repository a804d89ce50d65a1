"""How the published schema describes what every call may take and give."""

from collections.abc import Callable, Iterable
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from portal.api.shapes.answers import ProblemShape

_PROBLEMS = {
    400: "Dữ liệu không hợp lệ", 401: "Chưa xác thực", 403: "Không được phép", 404: "Không tìm thấy",
    406: "Chỉ trả về JSON", 409: "Trạng thái không cho phép", 412: "Đã thay đổi", 413: "Quá lớn",
    415: "Loại không được nhận", 429: "Quá nhiều yêu cầu", 500: "Lỗi của máy chủ; chưa có gì thay đổi",
}  # fmt: skip
_ALWAYS = {401, 403, 406, 429, 500}
STRING = OpenApiTypes.STR


def query(name: str, description: str = "", kind: Any = STRING, **more: Any) -> OpenApiParameter:
    """A parameter of the address."""
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=description, **more)


PAGED = [
    query("cursor", "Con trỏ lấy từ next hoặc previous của trang trước"),
    query("page_size", "Số dòng mỗi trang", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}),
]
ON = query("on", "Hiệu lực ngày này; không có thì hôm nay", {"type": "string", "format": "date"})
LANGUAGE = OpenApiParameter(
    "Accept-Language", STRING, OpenApiParameter.HEADER, description="vi (mặc định) hoặc en, cho lời báo lỗi"
)
IDEMPOTENT = OpenApiParameter(
    "Idempotency-Key", {"type": "string", "maxLength": 255}, OpenApiParameter.HEADER,
    description="Cùng khóa và nội dung thì cùng câu trả lời, giữ 30 ngày; cùng khóa mà khác nội dung thì 409",
)  # fmt: skip
IF_MATCH = OpenApiParameter(
    "If-Match", STRING, OpenApiParameter.HEADER, description='ETag đã đọc, ví dụ "7" hoặc W/"7"; đã cũ thì 412'
)
IF_NONE_MATCH = OpenApiParameter("If-None-Match", STRING, OpenApiParameter.HEADER, description="Còn mới thì 304")


def given(name: str, description: str, statuses: Iterable[int]) -> OpenApiParameter:
    """A header of the answer."""
    return OpenApiParameter(
        name, STRING, OpenApiParameter.HEADER, description=description, response=[str(status) for status in statuses]
    )


def described(
    operation: str,
    summary: str,
    answers: dict[int, Any],
    *problems: int,
    request: Any = None,
    parameters: Iterable[OpenApiParameter] = (),
) -> Callable[..., Any]:
    """A schema entry with the given answers and the named problems (401, 403, 406, 429 and 500 always)."""
    responses: dict[Any, Any] = {(status, "application/json"): shape for status, shape in answers.items() if shape}
    responses.update({status: OpenApiResponse(description="") for status, shape in answers.items() if not shape})
    for status in sorted(_ALWAYS | set(problems)):
        responses[(status, "application/problem+json")] = OpenApiResponse(ProblemShape, _PROBLEMS[status])
    return extend_schema(
        operation_id=operation, summary=summary, request=request, responses=responses,
        parameters=[*parameters, LANGUAGE],
    )  # fmt: skip


class Schema(AutoSchema):
    """Names shapes as outsiders read them: ``Dossier``, not ``DossierShape``."""

    def _get_serializer_name(self, serializer: Any, direction: str, bypass_extensions: bool = False) -> str:
        name: str = super()._get_serializer_name(serializer, direction, bypass_extensions)
        return name.removesuffix("Shape")


class ClientCredentials(OpenApiAuthenticationExtension):
    """A bearer token of a system, with the scopes that each call asks for."""

    target_class = "portal.api.authentication.ClientAuthentication"
    name = "oauth2"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        from django.conf import settings

        named: dict[str, Any] = settings.OAUTH2_PROVIDER["SCOPES"]  # type: ignore[assignment]
        scopes = {name: str(meaning) for name, meaning in named.items()}
        flow = {"tokenUrl": "/oauth/token/", "scopes": scopes}
        return {
            "type": "oauth2", "flows": {"clientCredentials": flow},
            "description": "client_id và client_secret gửi bằng HTTP Basic, grant_type=client_credentials",
        }  # fmt: skip

    def get_security_requirement(self, auto_schema: AutoSchema) -> dict[str, list[str]]:
        reading = auto_schema.method in ("GET", "HEAD", "OPTIONS")
        needed = getattr(auto_schema.view, "read_scope" if reading else "write_scope", None)
        return {self.name: [needed] if needed else []}
