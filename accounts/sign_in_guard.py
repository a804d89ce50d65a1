"""Counting failed sign-ins, under a named system scope: nobody is known yet, and names are nobody else's affair."""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler

from foundation import scoping


class ScopedHandler(AxesDatabaseHandler):
    """Axes' own handler in the database; its rows are seen by no other scope."""

    def is_allowed(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        with scoping.system("sign in"):
            return bool(super().is_allowed(request, credentials))

    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        with scoping.system("sign in"):
            return int(super().get_failures(request, credentials))

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
        with scoping.system("sign in"):
            super().user_login_failed(sender, credentials, request, **kwargs)

    def user_logged_in(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        with scoping.system("sign in"):
            super().user_logged_in(sender, request, user, **kwargs)

    def user_logged_out(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        with scoping.system("sign out"):
            super().user_logged_out(sender, request, user, **kwargs)

    def reset_attempts(self, **kwargs: Any) -> int:
        with scoping.system("sign in"):
            return int(super().reset_attempts(**kwargs))

    def reset_logs(self, **kwargs: Any) -> int:
        with scoping.system("sign in"):
            return int(super().reset_logs(**kwargs))

    def reset_failure_logs(self, **kwargs: Any) -> int:
        with scoping.system("sign in"):
            return int(super().reset_failure_logs(**kwargs))
