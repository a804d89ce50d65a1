from typing import TYPE_CHECKING, Any

from rest_framework.permissions import BasePermission

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

READING = ("GET", "HEAD", "OPTIONS")


class ScopedClient(BasePermission):
    """The token must carry the scope that the view names for reading or for writing."""

    def has_permission(self, request: "Request", view: "APIView") -> bool:
        token: Any = request.auth
        if token is None or token.application is None:
            return False
        needed = getattr(view, "read_scope" if request.method in READING else "write_scope", None)
        return needed is not None and bool(token.is_valid([needed]))
