from django.apps import AppConfig


class ZaloConfig(AppConfig):
    """The Zalo platform: accounts and tokens, the client with its limiter, linked people, the webhook's inbox."""

    name = "zalo"
    verbose_name = "Zalo"

    def ready(self) -> None:
        from zalo import reactions  # noqa: F401 - fills the inbox registry
