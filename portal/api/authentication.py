from typing import Any

from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from rest_framework.request import Request

from foundation import scoping


class ClientAuthentication(OAuth2Authentication):
    """A bearer token of a system of the province. Read under a scope of its own: nobody is known yet."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        with scoping.system("API token"):
            return super().authenticate(request)  # type: ignore[no-any-return]
