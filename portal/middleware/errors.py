from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from foundation.errors import DomainError
from foundation.refusals import refusal_of


class DomainErrorMiddleware:
    """Shows a refusal that no view caught as a page that says what to do; the transaction is undone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refusal = exception if isinstance(exception, DomainError) else refusal_of(exception)
        if refusal is None:
            return None
        if getattr(request, "in_scope", False):
            transaction.set_rollback(True)
        from portal.public.errors import refusal_page

        return refusal_page(request, refusal)
