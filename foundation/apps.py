from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """The few mechanisms that every room needs and no noun owns."""

    name = "foundation"
    verbose_name = "Nền"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foundation.encryption import keys

        keys.all_keys()  # unreadable keys stop every program at its start, not at the first citizen
