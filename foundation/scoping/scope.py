import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

import structlog
from django.db import connections, transaction

log = structlog.get_logger(__name__)

_SET = (
    "SELECT set_config('motcua.scope', %s, true), set_config('motcua.province', %s, true), "
    "set_config('motcua.agencies', %s, true), set_config('motcua.person', %s, true), "
    "set_config('motcua.purpose', %s, true)"
)


@dataclass(frozen=True)
class Scope:
    """One of the three scopes.

    *staff*: a province, and in it some agencies (``None``: all of them); ``person_id`` is the official's account, and
    empty for a system. *citizen*: one person's own rows, in every province. *system*: everything, under a name that is
    logged (sweepers, inbox, look-up by code).
    """

    kind: Literal["staff", "citizen", "system", "none"]
    province_id: uuid.UUID | None = None
    agency_ids: tuple[uuid.UUID, ...] | None = None
    person_id: uuid.UUID | None = None
    purpose: str = ""

    def settings(self) -> list[str]:
        """The five transaction settings that the policies compare with."""
        agencies = "*" if self.agency_ids is None else ",".join(str(a) for a in self.agency_ids)
        return [
            self.kind,
            str(self.province_id or ""),
            agencies,
            str(self.person_id or ""),
            self.purpose,
        ]


NONE = Scope("none", agency_ids=())
_current: ContextVar[Scope] = ContextVar("scope", default=NONE)


def current() -> Scope:
    """The scope of the code that is running; ``none`` where nobody has entered one."""
    return _current.get()


def _apply(scope: Scope, using: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(_SET, scope.settings())


@contextmanager
def enter(scope: Scope, using: str = "default") -> Iterator[Scope]:
    """Run a transaction (a savepoint inside another one) under ``scope``; the outer scope returns afterwards."""
    outer = _current.get()
    nested = connections[using].in_atomic_block
    with transaction.atomic(using=using):
        _apply(scope, using)
        token = _current.set(scope)
        try:
            yield scope
        finally:
            _current.reset(token)
        # A failed savepoint takes its settings back by itself; a finished one keeps them: restore by hand.
        if nested and not connections[using].needs_rollback:
            _apply(outer, using)


@contextmanager
def staff(province_id: uuid.UUID, agency_ids: Sequence[uuid.UUID] | None) -> Iterator[Scope]:
    """See the rows of these agencies of one province (``None``: of all its agencies)."""
    agencies = None if agency_ids is None else tuple(agency_ids)
    with enter(Scope("staff", province_id=province_id, agency_ids=agencies)) as scope:
        yield scope


@contextmanager
def citizen(person_id: uuid.UUID) -> Iterator[Scope]:
    """See one person's own rows, in whatever province they lie."""
    with enter(Scope("citizen", person_id=person_id, agency_ids=())) as scope:
        yield scope


@contextmanager
def system(purpose: str) -> Iterator[Scope]:
    """See everything, for a named purpose that goes to the log."""
    log.debug("system_scope", purpose=purpose)
    with enter(Scope("system", purpose=purpose)) as scope:
        yield scope


@contextmanager
def reading(purpose: str) -> Iterator[Scope]:
    """See everything, for reading alone: inside another system scope this costs no statement."""
    if current().kind == "system":
        yield current()
        return
    with system(purpose) as scope:
        yield scope
