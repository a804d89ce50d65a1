from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

LONGEST_QUERY = 8192


class ReadableMiddleware:
    """Refuses (400) an address with a NUL in it, which no table can hold, or with a query longer than any of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or "\0" in query or "%00" in query or len(query) > LONGEST_QUERY:
            raise BadRequest("unreadable address")
        return self.get_response(request)
