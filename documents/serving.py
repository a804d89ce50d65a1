from django.core.files.storage import default_storage
from django.http import FileResponse

from documents.models import StoredFile


def as_attachment(file: StoredFile) -> FileResponse:
    """The file for download; never shown inside a page of ours, whatever it says it is."""
    response = FileResponse(
        default_storage.open(file.storage_key, "rb"),
        as_attachment=True,
        filename=file.name,
        content_type=file.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
