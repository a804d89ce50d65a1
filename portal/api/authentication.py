from typing import Any

from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.oauth2_backends import OAuthLibCore
from rest_framework.request import Request

from foundation import scoping


class HeaderOnly(OAuthLibCore):
    """Looks for a token in the ``Authorization`` header alone: not in the address, which ends up in logs, and not in
    the body, which nobody should make us read before we know them."""

    def _extract_params(self, request: Request) -> tuple[str, str, str, dict[str, str]]:
        header = request.META.get("HTTP_AUTHORIZATION", "")
        return request.path, request.method or "GET", "", {"Authorization": header} if header else {}


class ClientAuthentication(OAuth2Authentication):
    """A bearer token of a system of the province. Read under a scope of its own: nobody is known yet."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        with scoping.system("API token"):
            valid, found = HeaderOnly().verify_request(request, scopes=[])
        if valid:
            return found.user, found.access_token
        request.oauth2_error = getattr(found, "oauth2_error", {})  # type: ignore[attr-defined]
        return None
