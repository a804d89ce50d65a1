"""The files that came with filings from afar: real ones, of one page that says what it stands for."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from documents.actions.store import place_of
from documents.models import StoredFile
from dossiers.models import Attachment, Dossier
from foundation.vietnamese_text import shorten
from portal.seeding.rows.keys import Keys
from portal.seeding.rows.sheet_of_paper import Press
from portal.seeding.rows.sheets import Sheets
from procedures.models import Requirement

_SAMPLE = "Giấy tờ mẫu của bản chạy thử, không có giá trị."


class Papers:
    """Adds one file at a time: the papers that the procedure always asks for, in their order."""

    def __init__(self, sheets: Sheets, keys: Keys) -> None:
        self.sheets, self.keys = sheets, keys
        self.given: dict[object, int] = {}
        self.press: Press | None = None

    def add(self, dossier: Dossier, at: datetime) -> dict[str, object]:
        """Keep the next paper of this dossier; what its event says of it."""
        number = self.given[dossier.id] = self.given.get(dossier.id, 0) + 1
        always = [r for r in dossier.version_of_procedure.requirements.all() if not r.shown_only and not r.condition]
        requirement = always[number - 1]
        key = self.keys.at(at)
        if self.press is None:
            self.press = Press([_SAMPLE, *Requirement.objects.values_list("name", flat=True)])
        content = self.press.page([requirement.name, "", _SAMPLE], key.hex)
        stored = StoredFile(
            id=key, province_id=dossier.province_id, agency_ids=[dossier.agency_id, dossier.receiving_agency_id],
            name=f"{requirement.code}.pdf", media_type="application/pdf", size=len(content),
            sha256=hashlib.sha256(content).hexdigest(), storage_key=place_of(key), uploaded_at=at,
        )  # fmt: skip
        default_storage.save(stored.storage_key, ContentFile(content))
        self.sheets.add(stored)
        attachment = Attachment(
            id=self.keys.at(at), dossier=dossier, requirement=requirement, file=stored, added_at=at,
            name=shorten(requirement.name, 400),
        )  # fmt: skip
        self.sheets.add(attachment)
        return {
            "document_id": str(attachment.id), "media_type": stored.media_type, "size": stored.size,
            "sha256": stored.sha256,
        }  # fmt: skip
