"""Sessions in the database, read before anybody is known: under a named system scope of their own."""

from typing import Any

from django.contrib.sessions.backends import db

from foundation import scoping


class SessionStore(db.SessionStore):
    """Django's own store; no other scope sees a session, so that nobody reads another's key."""

    def load(self) -> dict[str, Any]:
        with scoping.reading("session"):
            return super().load()

    def exists(self, session_key: str) -> bool:
        with scoping.system("session"):
            return super().exists(session_key)

    def save(self, must_create: bool = False) -> None:
        with scoping.system("session"):
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        with scoping.system("session"):
            super().delete(session_key)

    @classmethod
    def clear_expired(cls) -> None:
        with scoping.system("expired sessions"):
            super().clear_expired()
