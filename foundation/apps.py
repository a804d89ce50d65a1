from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """The few mechanisms that every room needs and no noun owns."""

    name = "foundation"
    verbose_name = "Nền"
    default_auto_field = "django.db.models.BigAutoField"
