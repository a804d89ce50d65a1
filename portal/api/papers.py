"""Files of a dossier: papers handed in, and results."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from documents.kinds import MAX_BYTES
from documents.models import StoredFile
from dossiers.actions.add_document import add_document
from dossiers.actions.add_result import add_result
from foundation.errors import InvalidInput, TooLarge
from foundation.local_time import iso_day
from portal.api.base import Resource
from portal.api.dossiers import visible
from portal.api.parsing import PlainMultiPartParser
from portal.api.schema import ANY, described


def _file(request: Request, *, required: bool) -> Any:
    upload = request.FILES.get("file")
    if upload is None and required:
        raise InvalidInput.on("file", "required", _("Hãy gửi tệp trong trường file (multipart/form-data)."))
    return upload


def _refuse_at_the_door(request: Request) -> None:
    """A body that is far too large is refused before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > MAX_BYTES + 100_000:
        raise TooLarge("file_too_large", _("Tệp lớn hơn 20 MB. Hãy quét ở độ phân giải thấp hơn hoặc chia nhỏ tệp."))


def _text(request: Request, name: str) -> str:
    return str(request.POST.get(name, ""))


def _shown(file: StoredFile | None) -> dict[str, Any] | None:
    if file is None:
        return None
    return {"name": file.name, "media_type": file.media_type, "size": file.size, "sha256": file.sha256}


class Documents(Resource):
    """``POST dossiers/{id}/documents/`` (multipart: ``file``, ``name``, ``requirement``)."""

    write_scope = "dossiers:write"
    parser_classes = [PlainMultiPartParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        _refuse_at_the_door(request)

    @described("Thêm giấy tờ", {201: ANY}, 400, 404, 409, 413, 415)
    def post(self, request: Request, dossier_id: UUID) -> Response:
        visible(dossier_id)
        upload = _file(request, required=True)
        made = add_document(
            dossier_id, actor=self.actor, stream=upload, file_name=upload.name or "", size=upload.size,
            name=_text(request, "name"), requirement_code=_text(request, "requirement"),
        )  # fmt: skip
        return Response({"id": str(made.id), "name": made.name, "file": _shown(made.file)}, status=201)


class Results(Resource):
    """``POST dossiers/{id}/results/`` (multipart: ``file``, ``name``, ``number``, ``issued_on``, ``valid_until``)."""

    write_scope = "dossiers:write"
    parser_classes = [PlainMultiPartParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        _refuse_at_the_door(request)

    @described("Thêm kết quả", {201: ANY}, 400, 404, 409, 413, 415)
    def post(self, request: Request, dossier_id: UUID) -> Response:
        visible(dossier_id)
        upload = _file(request, required=False)
        made = add_result(
            dossier_id, actor=self.actor, stream=upload, file_name=upload.name if upload else "",
            size=upload.size if upload else None, name=_text(request, "name"),
            number=_text(request, "number"), issued_on=_day(request, "issued_on"),
            valid_until=_day(request, "valid_until"),
        )  # fmt: skip
        return Response({"id": str(made.id), "name": made.name, "file": _shown(made.file)}, status=201)


def _day(request: Request, name: str) -> date | None:
    raw = _text(request, name)
    try:
        return iso_day(raw) if raw else None
    except ValueError as error:
        raise InvalidInput.on(name, "invalid", _("Ngày dạng YYYY-MM-DD.")) from error
