from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The four faces: citizen pages, back office, REST API, Zalo conversation."""

    name = "portal"
    verbose_name = "Một Cửa"

    def ready(self) -> None:
        from portal import celery  # noqa: F401 - tasks are sent through our own application
        from portal.chat import inbound  # noqa: F401 - answers what people write
