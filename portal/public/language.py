"""``/en/…`` and ``/vi/…``: the same page in the other language, from now on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from portal.middleware.language import COOKIE, ENGLISH, VIETNAMESE

_YEAR = 365 * 24 * 3600


def english(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The citizen pages speak English to this browser."""
    return _switch(request, ENGLISH, rest)


def vietnamese(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Back to Vietnamese."""
    return _switch(request, VIETNAMESE, rest)


def _switch(request: HttpRequest, language: str, rest: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    target = "/" + rest.lstrip("/\\") + (f"?{query}" if query else "")
    if not url_has_allowed_host_and_scheme(target, None):
        target = "/"
    response = redirect(target)
    if language == ENGLISH:
        response.set_cookie(
            COOKIE, ENGLISH, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
        )  # fmt: skip
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    response["Cache-Control"] = "no-store"
    return response
