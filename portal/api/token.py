import base64
import binascii
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from oauth2_provider.views import TokenView

from foundation import scoping
from foundation.throttle import hit
from foundation.vietnamese_text import is_storable
from portal.addresses import counted_address
from portal.api.problems import plain


class ScopedTokenView(TokenView):
    """``POST /oauth/token/``: client credentials only, throttled by address."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        decision = hit(f"token:{counted_address(request)}", limit=60, seconds=60)
        if not decision.allowed:
            response: HttpResponse = plain(429, _("Quá nhiều lần xin token; hãy chờ rồi thử lại."))
            response["Retry-After"] = str(decision.retry_after)
            return response
        if not _readable(request):
            return JsonResponse({"error": "invalid_request"}, status=400)
        with scoping.system("issue API token"):
            return super().post(request, *args, **kwargs)  # type: ignore[no-any-return]


def _readable(request: HttpRequest) -> bool:
    """Whether names and secrets are text that a table can be asked for (the library asks without looking)."""
    kind, _blank, basic = request.headers.get("Authorization", "").partition(" ")
    given = [value for name in request.POST for value in (name, *request.POST.getlist(name))]
    if kind.lower() == "basic":
        try:
            given.append(base64.b64decode(basic).decode("utf-8", "surrogatepass"))
        except (binascii.Error, ValueError):
            return True  # answered by the library: 401
    return all(is_storable(value) for value in given)
