from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.addresses import within

_SCHEME = "HTTP_X_FORWARDED_PROTO"


class ProxiesMiddleware:
    """Takes away what somebody who is none of our proxies (``TRUSTED_PROXIES``) claims about HTTPS.

    Stands before everything that asks whether a request is secure.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _SCHEME in request.META and not within(request.META.get("REMOTE_ADDR", ""), settings.TRUSTED_PROXIES):
            del request.META[_SCHEME]
        return self.get_response(request)
