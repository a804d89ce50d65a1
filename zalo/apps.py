from django.apps import AppConfig


class ZaloConfig(AppConfig):
    """The Zalo platform: accounts, tokens, the client and its limiter, linked people, the inbox."""

    name = "zalo"
    verbose_name = "Zalo"

    def ready(self) -> None:
        from zalo import reactions  # noqa: F401 - fills the inbox registry
