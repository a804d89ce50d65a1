"""What every resource of the API shares: the client's row scope around the handler, and plain answers."""

from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actors import Actor
from accounts.models import ApiClient
from accounts.scopes import scope_for_client
from foundation import scoping
from foundation.errors import InvalidInput, TooLarge, TooMany
from foundation.scoping import Scope
from foundation.throttle import hit


class Resource(APIView):
    """A view that runs its handler in one transaction under the scope of the calling system.

    ``read_scope`` / ``write_scope`` name the OAuth scopes; handlers answer with plain data, so that nothing is
    read from the database after the transaction. A body of more than ``most_bytes`` is refused before it is read.
    """

    read_scope: ClassVar[str | None] = None
    write_scope: ClassVar[str | None] = None
    most_bytes: ClassVar[int] = 1_000_000
    one_transaction: ClassVar[bool] = True

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.args, self.kwargs = args, kwargs
        self.request = request = self.initialize_request(request, *args, **kwargs)
        self.headers = self.default_response_headers
        try:
            with scoping.system("API token"):
                self.initial(request, *args, **kwargs)
            response = self._handled(request, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 - DRF's own contract: the handler below re-raises what it does not know
            response = self.handle_exception(error)
        self.response = self.finalize_response(request, response, *args, **kwargs)
        return self.response

    def _handled(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        handler = getattr(self, (request.method or "").lower(), self.http_method_not_allowed)
        if not self.one_transaction:
            return handler(request, *args, **kwargs)  # type: ignore[no-any-return]
        with scoping.enter(self.row_scope):
            return handler(request, *args, **kwargs)  # type: ignore[no-any-return]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method not in self.allowed_methods:
            self.http_method_not_allowed(request)  # before the scopes, of which such a call has none that would open it
        super().initial(request, *args, **kwargs)
        decision = hit(f"api:{self.client.pk}", limit=3000, seconds=60)
        if not decision.allowed:
            raise TooMany(
                "throttled", _("Hệ thống của bạn gọi quá nhanh."), extra={"retry_after": decision.retry_after}
            )
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > self.most_bytes:
            raise self.too_large()

    def too_large(self) -> TooLarge:
        """What is said to a body that is too long."""
        return TooLarge(
            "body_too_large", _("Nội dung gửi lớn hơn %(limit)s KB.") % {"limit": self.most_bytes // 1000}
        )  # fmt: skip

    @property
    def client(self) -> ApiClient:
        """The system that calls."""
        return self.request.auth.application  # type: ignore[no-any-return, union-attr]

    @property
    def actor(self) -> Actor:
        """It, as actions know it."""
        return Actor.of_client(self.client)

    @cached_property
    def row_scope(self) -> Scope:
        """The rows it may see."""
        return scope_for_client(self.client)

    def page_size(self, request: Request) -> int:
        """``page_size`` (1–200, default 50); InvalidInput otherwise."""
        raw = request.query_params.get("page_size", "50")
        if not (raw.isascii() and raw.isdecimal() and len(raw) <= 3 and 1 <= int(raw) <= 200):
            raise InvalidInput.on("page_size", "invalid", _("page_size là số từ 1 đến 200."))
        return int(raw)

    def paged(self, request: Request, results: list[Any], following: str | None, before: str | None) -> Response:
        """``{"next","previous","results"}`` with absolute addresses."""

        def link(cursor: str | None) -> str | None:
            if cursor is None:
                return None
            query = request.query_params.copy()
            query["cursor"] = cursor
            return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

        return Response({"next": link(following), "previous": link(before), "results": results})
