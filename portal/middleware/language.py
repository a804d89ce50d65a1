"""In which language a page speaks. Vietnamese, unless somebody asked for English: never by a browser's settings."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

COOKIE = "ngon_ngu"
VIETNAMESE, ENGLISH = "vi", "en"
_VIETNAMESE_ONLY = ("/can-bo/", "/quan-tri/", "/webhooks/")
_SYSTEMS = ("/api/", "/oauth/")


def language_of(request: HttpRequest) -> str:
    """Citizens choose on the page (a cookie); systems say ``Accept-Language``; officials always read Vietnamese."""
    path = request.path_info
    if path.startswith(_VIETNAMESE_ONLY):
        return VIETNAMESE
    if path.startswith(_SYSTEMS):
        return _preferred(request.headers.get("Accept-Language", ""))
    return ENGLISH if request.COOKIES.get(COOKIE) == ENGLISH else VIETNAMESE


def _preferred(header: str) -> str:
    """The first of our two languages in the caller's order; Vietnamese where neither is named."""
    for code, _weight in parse_accept_lang_header(header.lower()):
        if code.split("-")[0] in (VIETNAMESE, ENGLISH):
            return code.split("-")[0]
    return VIETNAMESE


class LanguageMiddleware:
    """Holds the language for as long as a request lives."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if request.path_info.startswith(_SYSTEMS):
            patch_vary_headers(response, ("Accept-Language",))
        return response
