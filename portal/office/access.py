from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from portal.public.errors import page

View = Callable[..., HttpResponseBase]


def officials_only(view: View) -> View:
    """Signed-in officials; others are shown the way to sign in, and citizens the way out."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            return redirect(f"/can-bo/dang-nhap/?{urlencode({'next': request.get_full_path()})}")
        if user.kind != User.Kind.STAFF:
            return page(request, 403, _("Trang dành cho cán bộ"), _("Tài khoản của bạn không xem được trang này."))
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    return guarded


def actor_of(request: HttpRequest) -> Actor:
    """The official who asks, behind ``officials_only``."""
    return Actor.of_user(request.user)  # type: ignore[arg-type]
