from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.scopes import scope_for_user
from foundation import scoping


class ScopeMiddleware:
    """Runs the page of a signed-in official in one transaction under their scope.

    Anonymous pages get none: what they may read they read through a named system scope of their own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(("/can-bo/", "/quan-tri/")):
            return self.get_response(request)
        with scoping.reading("who asks"):  # session, account and posts in one transaction
            scope = scope_for_user(request.user) if request.user.is_authenticated else None
        if scope is None:
            return self.get_response(request)
        with scoping.enter(scope):
            request.in_scope = True  # type: ignore[attr-defined]
            response = self.get_response(request)
            if getattr(response, "streaming", False):
                return response
            if response.status_code >= 500:
                # The handler has already turned the exception into a page: nothing half done may stay.
                from django.db import transaction

                transaction.set_rollback(True)
            return response
