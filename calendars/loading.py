"""Reading calendar files into the tables, all or nothing; reading one again changes nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from accounts.actors import Actor
from calendars.file_reading import read_files
from calendars.history import record_change, rule_of
from calendars.models import CalendarDay, CalendarYear, WorkPattern, WorkSession
from calendars.models.scope import Layered
from calendars.sessions import read_sessions
from foundation import scoping
from foundation.source_dates import SOURCE_DATES

_Find = Callable[[dict[str, Any]], Layered | None]
_Write = Callable[[dict[str, Any]], Layered]
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Loaded:
    """How many entries the files hold; ``removed``: days that are days like others again."""

    patterns: int
    days: int
    years: int
    removed: int = 0


def files() -> list[Path]:
    """Our own files, one a year."""
    return sorted(DATA.glob("*.yaml"))


def load(paths: Iterable[Path] | None = None) -> Loaded:
    """Put national working weeks, days and complete years into the tables; rows of provinces and agencies are left alone.

    A day of ``removed_days`` is taken out of the country's calendar (ngày nghỉ bị bỏ). CalendarFileError names what is wrong
    in a file; then nothing of any file is loaded. Each change of what was there is recorded; the first loading of all is not.
    """
    contents = read_files(files() if paths is None else paths)
    with scoping.system("load calendars"):
        first = not WorkPattern.objects.filter(province=None, agency=None).exists()
        for content in contents:
            for name, find, write in _SECTIONS:
                for entry in _entries(name, content):
                    _written(find, write, entry, quietly=first)
            for entry in content.get("removed_days", []):
                _removed(entry, quietly=first)
    counts = [sum(len(c.get(name, [])) for c in contents) for name in (*(s[0] for s in _SECTIONS), "removed_days")]
    return Loaded(*counts)


def _entries(name: str, content: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries of a section; those of one working week are one, with the sessions of each weekday."""
    if name != "patterns":
        return list(content.get(name, []))
    weeks: dict[date, dict[str, Any]] = {}
    for entry in content.get(name, []):
        week = weeks.setdefault(entry["valid_from"], {**entry, "week": {}})
        week["week"] |= dict.fromkeys(entry["weekdays"], read_sessions(entry["sessions"]))
    return list(weeks.values())


def _removed(entry: dict[str, Any], *, quietly: bool) -> None:
    """Take the country's day away, where it is there, and record what it was."""
    row = _find_day(entry)
    if row is None:
        return
    if not quietly:
        record_change(row, before=rule_of(row), after="", fields=[], actor=Actor.system("load calendars"))
    row.delete()


def _layer(entry: dict[str, Any]) -> dict[str, Any]:
    """What every entry of a file says of itself; a date that it does not give is empty."""
    told = {"citation": entry["citation"], "note": entry.get("note", ""), "unverified": entry.get("unverified", False)}
    return {**told, **{name: entry.get(name) for name in SOURCE_DATES}}


def _written(find: _Find, write: _Write, entry: dict[str, Any], *, quietly: bool) -> None:
    """Write a row, and record it where it is not what it was."""
    known = find(entry)
    before = (rule_of(known), _told(known)) if known is not None else ("", {})
    row = write(entry)
    after = rule_of(row), _told(row)
    if quietly or before == after:
        return
    fields = [name for name, value in after[1].items() if known is not None and before[1][name] != value]
    record_change(row, before=before[0], after=after[0], fields=fields, actor=Actor.system("load calendars"))


def _told(row: Layered) -> dict[str, Any]:
    """What a row says, but for its key and the moment of writing."""
    named = (f.attname for f in row._meta.concrete_fields if f.name not in ("id", "updated_at"))
    return {name: getattr(row, name) for name in named}


def _find_day(entry: dict[str, Any]) -> CalendarDay | None:
    return CalendarDay.objects.filter(date=entry["date"], province=None, agency=None).first()


def _day(entry: dict[str, Any]) -> CalendarDay:
    row, _made = CalendarDay.objects.update_or_create(
        date=entry["date"], province=None, agency=None,
        defaults={
            "kind": entry["kind"], "name": entry["name"], "sessions": entry.get("sessions"), **_layer(entry),
        },
    )  # fmt: skip
    return row


def _find_year(entry: dict[str, Any]) -> CalendarYear | None:
    return CalendarYear.objects.filter(year=entry["year"], province=None, agency=None).first()


def _year(entry: dict[str, Any]) -> CalendarYear:
    row, _made = CalendarYear.objects.update_or_create(
        year=entry["year"], province=None, agency=None, defaults=_layer(entry)
    )
    return row


def _find_pattern(entry: dict[str, Any]) -> WorkPattern | None:
    return WorkPattern.objects.filter(valid_from=entry["valid_from"], province=None, agency=None).first()


def _pattern(entry: dict[str, Any]) -> WorkPattern:
    """The week of a file replaces what an earlier reading of it wrote."""
    pattern, _made = WorkPattern.objects.update_or_create(
        valid_from=entry["valid_from"], province=None, agency=None,
        defaults={"valid_to": entry.get("valid_to"), **_layer(entry)},
    )  # fmt: skip
    wanted = {(weekday, *session) for weekday, sessions in entry["week"].items() for session in sessions}
    known = {(s.weekday, s.start, s.end): s.pk for s in pattern.sessions.all()}
    WorkSession.objects.filter(pk__in=[pk for key, pk in known.items() if key not in wanted]).delete()
    WorkSession.objects.bulk_create(
        WorkSession(pattern=pattern, weekday=weekday, start=start, end=end)
        for weekday, start, end in sorted(wanted - set(known))
    )
    return pattern


_SECTIONS: tuple[tuple[str, _Find, _Write], ...] = (
    ("patterns", _find_pattern, _pattern), ("days", _find_day, _day), ("complete_years", _find_year, _year),
)  # fmt: skip
