from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response

from foundation import correlation
from foundation.paging import as_uuid


class CorrelationMiddleware:
    """Binds one id to everything that a request sets off, and tells it back in ``X-Correlation-ID``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given: UUID | None = as_uuid(request.headers.get("X-Correlation-ID", ""))
        with correlation.bind(given) as bound:
            response = self.get_response(request)
            response["X-Correlation-ID"] = str(bound)
            if response.status_code >= 400:
                # Django would log it after us, without the id; a pattern, since some addresses are secrets
                known = request.resolver_match
                where = f"/{known.route}" if known else request.path
                log_response("%s: %s", response.reason_phrase, where, response=response, request=request)
            return response
