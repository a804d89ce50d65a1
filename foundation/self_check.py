"""The self-check: each integration says ok, warning or error, and how to cure it.

A room puts functions marked with :func:`self_check` into its ``checks.py``; ``check_config`` collects them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

import structlog
from django.utils.module_loading import autodiscover_modules

from foundation import scoping
from foundation.reach import database_fault

log = structlog.get_logger(__name__)
Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Finding:
    """One line of the report. ``cure`` says what to do; empty when all is well."""

    name: str
    level: Level
    message: str
    cure: str = ""


Check = Callable[[], Iterable[Finding]]
_checks: dict[str, Check] = {}
_apart: dict[str, Check] = {}  # these need no database


def self_check(function: Check) -> Check:
    """Add a function that yields findings. It runs under the system scope and must not change anything."""
    _checks[_name(function)] = function
    return function


def self_check_without_database(function: Check) -> Check:
    """The same for a check that is of use even while the database is away."""
    _apart[_name(function)] = function
    return function


def _name(function: Check) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def run_all() -> list[Finding]:
    """Every finding of every room, each check in a transaction of its own; a check that crashes is itself an error."""
    autodiscover_modules("checks")
    findings: list[Finding] = []
    for name, check in sorted(_apart.items()):
        findings.extend(_guarded(name, check))
    away = _database_away()
    if away is not None:
        return [away, *findings]
    for name, check in sorted(_checks.items()):
        findings.extend(_guarded(name, lambda check=check: _scoped(check)))  # type: ignore[misc]
    return findings


def _scoped(check: Check) -> list[Finding]:
    with scoping.system("self-check"):
        return list(check())


def _guarded(name: str, check: Check) -> list[Finding]:
    try:
        return list(check())
    except Exception as error:  # a broken check is a finding, not a crash of the report
        log.exception("self_check_failed", check=name)
        return [Finding(name, "error", type(error).__name__, "Xem «self_check_failed» trong nhật ký.")]


def _database_away() -> Finding | None:
    fault = database_fault()
    if not fault:
        return None
    return Finding(
        "database", "error", f"không kết nối được: {fault}",
        "Kiểm tra DATABASE_URL, mạng và máy chủ PostgreSQL.",
    )  # fmt: skip
