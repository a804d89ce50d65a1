"""The self-check: each integration says ok, warning or error, and how to cure it.

A room puts functions marked with :func:`self_check` into its ``checks.py``; ``check_config`` and the back office
collect them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.module_loading import autodiscover_modules

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


def self_check(function: Check) -> Check:
    """Add a function that yields findings. It runs under the system scope and must not change anything."""
    _checks[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def run_all() -> list[Finding]:
    """Every finding of every room; a check that crashes is itself an error."""
    autodiscover_modules("checks")
    findings: list[Finding] = []
    for name, check in sorted(_checks.items()):
        try:
            findings.extend(check())
        except Exception as error:  # noqa: BLE001 - a broken check is a finding, not a crash of the report
            findings.append(Finding(name, "error", type(error).__name__, "Xem nhật ký của máy chủ."))
    return findings
