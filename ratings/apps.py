from django.apps import AppConfig


class RatingsConfig(AppConfig):
    """Invitations and votes of those whose dossier has ended."""

    name = "ratings"
    verbose_name = "Đánh giá"

    def ready(self) -> None:
        from ratings import subscribers  # noqa: F401 - fills the registry of events
