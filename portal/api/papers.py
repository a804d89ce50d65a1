"""Files of a dossier: papers handed in, and results."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from documents.kinds import MAX_BYTES
from documents.words import too_large
from dossiers.actions.add_document import add_document
from dossiers.actions.add_result import add_result
from dossiers.actions.take_from_store import take_from_store
from dossiers.models import Attachment, Result
from foundation.errors import InvalidInput, TooLarge
from foundation.local_time import iso_day
from foundation.paging import keyset
from portal.api import present
from portal.api.base import Resource
from portal.api.dossiers import REPLAYED, visible
from portal.api.idempotency import once
from portal.api.parsing import PlainMultiPartParser
from portal.api.schema import IDEMPOTENT, PAGED, described
from portal.api.shapes.answers import DossierDocumentShape, DossierResultShape, paged

_FILE = {"type": "string", "format": "binary", "description": "PDF, JPG, PNG, HEIC, DOCX hoặc XLSX, tối đa 20 MB"}
_DATE = {"type": "string", "format": "date"}


def _form(required: list[str], **members: dict[str, Any]) -> dict[str, Any]:
    return {"multipart/form-data": {"type": "object", "properties": members, "required": required}}


class _Papers(Resource):
    """Multipart bodies, refused at the door where they are far too large."""

    read_scope = "dossiers:read"
    write_scope = "dossiers:write"
    most_bytes = MAX_BYTES + 100_000
    parser_classes = [PlainMultiPartParser]
    members: ClassVar[tuple[str, ...]] = ()

    def too_large(self) -> TooLarge:
        return too_large()

    def upload(self, request: Request) -> Any:
        """The file, None without one; InvalidInput for members that nobody knows."""
        unknown = sorted((set(request.data) | set(request.FILES)) - {"file", *self.members})
        if unknown:
            raise InvalidInput.on(unknown[0], "unknown", _("Trường này không có."))
        return request.FILES.get("file")

    def once(self, request: Request, act: Callable[[], dict[str, Any]]) -> Response:
        """The act, or what it answered before to the same key, members and file."""
        upload = request.FILES.get("file")
        digest = ""
        if upload is not None:
            digest = hashlib.file_digest(upload, "sha256").hexdigest()
            upload.seek(0)
        told = {name: _text(request, name) for name in self.members}
        return once(request, self.client, lambda: (201, act()), [told, digest])


class Documents(_Papers):
    """``GET`` and ``POST dossiers/{id}/documents/`` (multipart: ``file``, ``name``, ``requirement``; or ``store_code``
    and ``requirement`` for a paper that the person's store of electronic papers holds)."""

    members = ("name", "requirement", "store_code")

    @described("list_documents", "Giấy tờ của hồ sơ", {200: paged(DossierDocumentShape)}, 400, 404, parameters=PAGED)
    def get(self, request: Request, dossier_id: UUID) -> Response:
        rows = Attachment.objects.filter(dossier=visible(dossier_id)).select_related("requirement", "file").order_by()
        page = keyset(
            rows, order=("added_at", "id"), cursor=request.query_params.get("cursor"), size=self.page_size(request)
        )
        return self.paged(request, [present.document(d) for d in page.items], page.next, page.previous)

    @described(
        "add_document", "Thêm giấy tờ: có tệp, hoặc lấy từ kho dữ liệu điện tử", {201: DossierDocumentShape}, 400, 404, 409,
        413, 415,
        request=_form(
            [], file=_FILE, name={"type": "string", "maxLength": 400}, requirement={"type": "string"},
            store_code={"type": "string", "maxLength": 60},
        ),
        parameters=[IDEMPOTENT, REPLAYED],
    )  # fmt: skip
    def post(self, request: Request, dossier_id: UUID) -> Response:
        visible(dossier_id)
        upload = self.upload(request)
        requirement, store_code = _text(request, "requirement").strip(), _text(request, "store_code")
        if upload is None and store_code.strip():
            return self.once(
                request,
                lambda: present.document(
                    take_from_store(
                        dossier_id, actor=self.actor, requirement_code=requirement, store_code=store_code
                    )
                ),
            )  # fmt: skip
        if upload is None:
            raise InvalidInput.on("file", "required", _("Hãy gửi tệp trong trường file (multipart/form-data)."))
        if store_code.strip():
            raise InvalidInput.on("store_code", "with_file", _("Giấy tờ lấy từ kho thì không gửi tệp."))
        return self.once(
            request,
            lambda: present.document(
                add_document(
                    dossier_id, actor=self.actor, stream=upload, file_name=upload.name or "", size=upload.size,
                    name=_text(request, "name"), requirement_code=requirement,
                )
            ),
        )  # fmt: skip


class Results(_Papers):
    """``GET`` and ``POST dossiers/{id}/results/`` (multipart: ``file``, ``name``, ``number``, ``issued_on`` …)."""

    members = ("name", "number", "issued_on", "valid_until")

    @described("list_results", "Kết quả của hồ sơ", {200: paged(DossierResultShape)}, 400, 404, parameters=PAGED)
    def get(self, request: Request, dossier_id: UUID) -> Response:
        rows = Result.objects.filter(dossier=visible(dossier_id)).select_related("file").order_by()
        page = keyset(
            rows, order=("added_at", "id"), cursor=request.query_params.get("cursor"), size=self.page_size(request)
        )
        return self.paged(request, [present.result(r) for r in page.items], page.next, page.previous)

    @described(
        "add_result", "Thêm kết quả (có tệp hoặc số)", {201: DossierResultShape}, 400, 404, 409, 413, 415,
        request=_form(
            [], file=_FILE, name={"type": "string", "maxLength": 400}, number={"type": "string", "maxLength": 60},
            issued_on=_DATE, valid_until=_DATE,
        ),
        parameters=[IDEMPOTENT, REPLAYED],
    )  # fmt: skip
    def post(self, request: Request, dossier_id: UUID) -> Response:
        visible(dossier_id)
        upload = self.upload(request)
        return self.once(
            request,
            lambda: present.result(
                add_result(
                    dossier_id, actor=self.actor, stream=upload, file_name=upload.name if upload else "",
                    size=upload.size if upload else None, name=_text(request, "name"),
                    number=_text(request, "number"), issued_on=_day(request, "issued_on"),
                    valid_until=_day(request, "valid_until"),
                )
            ),
        )  # fmt: skip


def _text(request: Request, name: str) -> str:
    return str(request.POST.get(name, ""))


def _day(request: Request, name: str) -> date | None:
    raw = _text(request, name).strip()
    try:
        return iso_day(raw) if raw else None
    except ValueError as error:
        raise InvalidInput.on(name, "invalid", _("Ngày dạng YYYY-MM-DD.")) from error
