"""Reading calendar files into the tables, all or nothing; reading one again changes nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from accounts.actors import Actor
from calendars.file_faults import DATES, CalendarFileError, faults_of
from calendars.history import record_change, rule_of
from calendars.models import CalendarDay, CalendarYear, WorkPattern, WorkSession
from calendars.models.scope import Layered
from calendars.sessions import read_sessions
from foundation import scoping
from foundation.lined_yaml import FaultyFile, fault_at, read
from foundation.source_dates import SOURCE_DATES
from foundation.vietnamese_text import nfc

_Find = Callable[[dict[str, Any]], Layered | None]
_Write = Callable[[dict[str, Any]], Layered]
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Loaded:
    """How many rows the files hold, and how many days they take back."""

    patterns: int
    days: int
    years: int
    removed: int = 0


def files() -> list[Path]:
    """Our own files, one a year."""
    return sorted(DATA.glob("*.yaml"))


def load(paths: Iterable[Path] | None = None) -> Loaded:
    """Put national working weeks, days and complete years into the tables; rows of provinces and agencies are left alone.

    CalendarFileError names what is wrong in a file; then nothing of any file is loaded. Each change of what was there is
    recorded; the first loading of all is not.
    """
    contents = [_read(path) for path in (files() if paths is None else paths)]
    with scoping.system("load calendars"):
        first = not WorkPattern.objects.filter(province=None, agency=None).exists()
        for content in contents:
            for entry in content.get("removed_days", []):
                _taken_back(entry)
            for name, find, write in _SECTIONS:
                for entry in content.get(name, []):
                    _written(find, write, entry, quietly=first)
    parts = ("patterns", "days", "complete_years", "removed_days")
    return Loaded(*(sum(len(c.get(name, [])) for c in contents) for name in parts))


def _read(path: Path) -> dict[str, Any]:
    try:
        content, lines = read(nfc(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise CalendarFileError([f"{path.name}: không đọc được tệp"]) from error
    except FaultyFile as error:
        raise CalendarFileError([f"{path.name}: {fault}" for fault in error.faults]) from error
    if wrong := sorted({fault_at(place, message, lines) for place, message in faults_of(content)}):
        raise CalendarFileError([f"{path.name}: {fault}" for fault in wrong])
    dated = {name: [_dated(entry) for entry in entries] for name, entries in content.items()}
    return {**dated, "patterns": _weeks(dated.get("patterns", []))}


def _dated(entry: dict[str, Any]) -> dict[str, Any]:
    """Its days as days."""
    return {name: date.fromisoformat(value) if name in DATES else value for name, value in entry.items()}


def _weeks(patterns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One entry for each first day, with the sessions of every weekday."""
    weeks: dict[date, dict[str, Any]] = {}
    for entry in patterns:
        week = weeks.setdefault(entry["valid_from"], {**entry, "week": set()})
        sessions = read_sessions(entry["sessions"])
        week["week"] |= {(weekday, *session) for weekday in entry["weekdays"] for session in sessions}
    return list(weeks.values())


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


def _taken_back(entry: dict[str, Any]) -> None:
    """A day that was said before and is as every other again; recorded, once."""
    row = _find_day(entry)
    if row is None:
        return
    record_change(row, before=rule_of(row), after="", fields=[], actor=Actor.system("load calendars"))
    row.delete()


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
    wanted = entry["week"]
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
