"""Reading our own calendar file into the tables; running it again changes nothing."""

from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

import yaml

from calendars.models import CalendarDay, WorkPattern, WorkSession
from foundation import scoping

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Loaded:
    """How many rows the files hold."""

    patterns: int
    days: int


def files() -> list[Path]:
    return sorted(DATA.glob("*.yaml"))


def complete_years() -> set[int]:
    """The years for which a file says that all official days off are known."""
    return {year for path in files() for year in yaml.safe_load(path.read_text()).get("complete_years", [])}


def load() -> Loaded:
    """Put the national patterns and days into the tables; rows that officials added are left alone."""
    with scoping.system("load calendars"):
        patterns = days = 0
        for path in files():
            content: dict[str, Any] = yaml.safe_load(path.read_text())
            for entry in content.get("patterns", []):
                _pattern(entry)
                patterns += 1
            for entry in content.get("days", []):
                _day(entry)
                days += 1
        return Loaded(patterns, days)


def _day(entry: dict[str, Any]) -> None:
    values = {name: entry.get(name, "") for name in ("kind", "name", "citation", "note")}
    CalendarDay.objects.update_or_create(
        date=entry["date"], province=None, agency=None,
        defaults={**values, "unverified": entry.get("unverified", False), "sessions": entry.get("sessions")},
    )  # fmt: skip


def _pattern(entry: dict[str, Any]) -> None:
    pattern, made = WorkPattern.objects.get_or_create(
        valid_from=entry["valid_from"], province=None, agency=None,
        defaults={
            "citation": entry["citation"], "note": entry.get("note", ""),
            "unverified": entry.get("unverified", False),
        },
    )  # fmt: skip
    if made:
        WorkSession.objects.bulk_create(
            WorkSession(pattern=pattern, weekday=weekday, start=time.fromisoformat(start), end=time.fromisoformat(end))
            for weekday in entry["weekdays"]
            for start, end in entry["sessions"]
        )


def missing_years(first: date, last: date) -> tuple[int, ...]:
    """The years between two days for which the official days off are not known."""
    known = complete_years() | set(
        CalendarDay.objects.filter(kind=CalendarDay.Kind.HOLIDAY, date__month=1, date__day=1).values_list(
            "date__year", flat=True
        )
    )
    return tuple(year for year in range(first.year, last.year + 1) if year not in known)
