from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from oauth2_provider.views import TokenView

from foundation import scoping
from foundation.throttle import hit
from portal.addresses import client_address
from portal.api.problems import plain


class ScopedTokenView(TokenView):
    """``POST /oauth/token/``: client credentials only, throttled by address."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        decision = hit(f"token:{client_address(request)}", limit=60, seconds=60)
        if not decision.allowed:
            response: HttpResponse = plain(429, _("Quá nhiều lần xin token; hãy chờ rồi thử lại."))
            response["Retry-After"] = str(decision.retry_after)
            return response
        with scoping.system("issue API token"):
            return super().post(request, *args, **kwargs)  # type: ignore[no-any-return]
