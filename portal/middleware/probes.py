from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.health import healthz, readyz
from portal.metrics import metrics

_PROBES = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}


class ProbesMiddleware:
    """Answers those who watch the process before anything else looks at the request.

    They call it by an address of the machine, which is in nobody's ``ALLOWED_HOSTS``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = _PROBES.get(request.path)
        return self.get_response(request) if probe is None else probe(request)
