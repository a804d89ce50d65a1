from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Stored files: sniffed, measured, hashed; later the issued papers."""

    name = "documents"
    verbose_name = "Tài liệu"
