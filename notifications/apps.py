from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The ledger of messages: who must be told what about which event, by which channel, and how each attempt ended."""

    name = "notifications"
    verbose_name = "Thông báo"

    def ready(self) -> None:
        from notifications import receipts, snapshot, subscribers  # noqa: F401 - fill the registries of lower rooms
        from zalo import templates

        templates.offer(snapshot.NAMES)
