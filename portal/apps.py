from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The four faces: citizen pages, back office, REST API, Zalo conversation."""

    name = "portal"
    verbose_name = "Một Cửa"
