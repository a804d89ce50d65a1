"""Signing in by password, under the one scope that may read accounts before anybody is known."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.models import User
from foundation import scoping


class ScopedModelBackend(ModelBackend):
    """Django's own check of name and password, inside the system scope ``sign in``."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        with scoping.system("sign in"):
            return super().authenticate(request, username=username, password=password, **kwargs)  # type: ignore[return-value]

    def get_user(self, user_id: UUID) -> User | None:  # type: ignore[override]
        with scoping.reading("session"):
            user = User.objects.filter(pk=user_id).select_related("province").first()
        return user if user is not None and self.user_can_authenticate(user) else None
