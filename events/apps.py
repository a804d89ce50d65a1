from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The append-only record of everything that happened, its order, and the registries of those who react."""

    name = "events"
    verbose_name = "Nhật ký sự kiện"
