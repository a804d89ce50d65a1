"""The files that came with filings from afar: real ones, of one empty page each."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from documents.models import StoredFile
from dossiers.models import Attachment, Dossier
from foundation.vietnamese_text import shorten
from portal.seeding.rows.keys import Keys
from portal.seeding.rows.sheets import Sheets

_PDF = (
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n4 0 obj<</Title({title})>>endobj\n"
    "trailer<</Root 1 0 R/Info 4 0 R>>\n%%EOF\n"
)


class Papers:
    """Adds one file at a time: the papers that the procedure always asks for, in their order."""

    def __init__(self, sheets: Sheets, keys: Keys) -> None:
        self.sheets, self.keys = sheets, keys
        self.given: dict[object, int] = {}

    def add(self, dossier: Dossier, at: datetime) -> dict[str, object]:
        """Keep the next paper of this dossier; what its event says of it."""
        number = self.given[dossier.id] = self.given.get(dossier.id, 0) + 1
        always = [r for r in dossier.version_of_procedure.requirements.all() if not r.shown_only and not r.condition]
        requirement = always[number - 1]
        key = self.keys.at(at)
        content = _PDF.format(title=key.hex).encode()
        stored = StoredFile(
            id=key, province_id=dossier.province_id, agency_ids=[dossier.agency_id, dossier.receiving_agency_id],
            name=f"{requirement.code}.pdf", media_type="application/pdf", size=len(content),
            sha256=hashlib.sha256(content).hexdigest(), storage_key=f"{key.hex[:8]}/{key.hex}", uploaded_at=at,
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
