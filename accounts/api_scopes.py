from typing import Any

from oauth2_provider.scopes import SettingsScopes

from accounts.models import ApiClient


class ClientScopes(SettingsScopes):
    """A client gets the scopes it was created with, never all that exist."""

    def get_available_scopes(
        self, application: ApiClient | None = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return application.scopes() if application is not None else []

    def get_default_scopes(
        self, application: ApiClient | None = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return self.get_available_scopes(application, request)
