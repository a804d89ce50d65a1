"""The colours of a province as one small stylesheet of our own origin; nothing inline, nothing unchecked."""

from hashlib import sha256
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.cache import patch_cache_control

from accounts.models import Province
from accounts.theme import stylesheet_of


def stylesheet(request: HttpRequest, province_id: UUID) -> HttpResponse:
    """``/giao-dien/<tỉnh>.css``: kept by browsers for an hour, then asked again by its mark."""
    theme = Province.objects.filter(id=province_id).values_list("theme", flat=True).first()
    if theme is None:
        raise Http404
    css = stylesheet_of(theme)
    mark = f'"{sha256(css.encode()).hexdigest()[:16]}"'
    same = request.headers.get("If-None-Match") == mark
    response = HttpResponse(b"" if same else css, content_type="text/css; charset=utf-8", status=304 if same else 200)
    response["ETag"] = mark
    patch_cache_control(response, public=True, max_age=3600)
    return response


def icon(request: HttpRequest) -> HttpResponse:
    """``/favicon.ico``, which browsers ask for where a page names no icon: the administration, a file, a stylesheet."""
    response = redirect(static("icon.svg"))
    patch_cache_control(response, public=True, max_age=3600)
    return response
