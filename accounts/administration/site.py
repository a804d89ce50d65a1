from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

_ANSWER = "_is_administrator"


class AdministrationSite(admin.AdminSite):
    """Opens to the post of administrator (``Role.ADMIN``), whatever the flags of the account say.

    One door for all officials: signing in happens in the back office, which counts failures.
    """

    site_header = _("Một Cửa – quản trị")
    site_title = _("Một Cửa")
    index_title = _("Cấu hình")

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this person is an administrator today (asked once per request)."""
        if not hasattr(request, _ANSWER):
            setattr(request, _ANSWER, self._is_administrator(request.user))
        return bool(getattr(request, _ANSWER))

    def _is_administrator(self, user: object) -> bool:
        from accounts.models import User
        from accounts.policies import Grants
        from accounts.roles import Role

        return isinstance(user, User) and user.province_id is not None and Role.ADMIN in Grants.of(user).roles

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """To the one sign-in page; who is signed in and comes here may not enter."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", "/quan-tri/"), settings.LOGIN_URL)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if request.method == "POST":
            logout(request)
        return redirect(settings.LOGIN_URL)

    def register(
        self, model_or_iterable: type[Model] | Iterable[type[Model]], admin_class: Any = None, **options: Any
    ) -> None:
        """Only pages of ours: those that libraries bring along know no province and show tokens and groups."""
        from accounts.administration.pages import ByPost

        if admin_class is not None and issubclass(admin_class, ByPost):
            super().register(model_or_iterable, admin_class, **options)
