"""What can be wrong with a calendar file, in words for the person who wrote it."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from calendars.models import CalendarDay
from calendars.sessions import SessionFault, read_sessions
from foundation.lined_yaml import Path
from foundation.source_dates import SOURCE_DATES

_KINDS = set(CalendarDay.Kind.values)
_ALWAYS, _MAYBE = {"citation"}, {"note", "unverified", *SOURCE_DATES}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
# the columns of a day, a week or a year of a file that are days
DATES = ("date", "valid_from", "valid_to", *SOURCE_DATES)
Said = Iterator[tuple[Path, str]]


class CalendarFileError(ValueError):
    """A calendar file was not loaded, and nothing of it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def faults_of(content: Any) -> Said:
    """Every fault of a file's content, by place; none where it may be loaded."""
    if not isinstance(content, dict):
        yield (), "phải có " + ", ".join(_SECTIONS)
        return
    yield from (((name,), "không có phần này") for name in content if name not in _SECTIONS)
    entries = {name: content.get(name, []) for name in _SECTIONS}
    wrong: list[tuple[Path, str]] = [
        ((name,), "phải là danh sách") for name, rows in entries.items() if not isinstance(rows, list)
    ]
    for name, (needed, optional, look) in _SECTIONS.items():
        for place, entry in enumerate(entries[name] if isinstance(entries[name], list) else []):
            said = _entry(entry, needed, optional, look)
            wrong += [((name, place, *inner), message) for inner, message in said]
    yield from wrong
    if not wrong:
        yield from _twice(entries)
        yield from _weeks(entries["patterns"])


def _entry(entry: Any, needed: set[str], optional: set[str], look: Callable[[dict[str, Any]], Said]) -> Said:
    if not isinstance(entry, dict):
        yield (), "phải là nhóm trường"
        return
    missing = (needed | _ALWAYS) - set(entry)
    yield from (((), f"thiếu trường {name}") for name in sorted(missing))
    yield from (((name,), f"trường lạ: {name}") for name in entry if name not in needed | optional | _ALWAYS | _MAYBE)
    if missing:
        return
    if not isinstance(entry["citation"], str) or not entry["citation"].strip() or len(entry["citation"]) > 300:
        yield ("citation",), "phải là chữ, nhiều nhất 300 ký tự"
    if not isinstance(entry.get("note", ""), str) or len(entry.get("note", "")) > 300:
        yield ("note",), "phải là chữ, nhiều nhất 300 ký tự"
    if not isinstance(entry.get("unverified", False), bool):
        yield ("unverified",), "phải là true hoặc false"
    days = [(name, _no_day(entry[name])) for name in DATES if name in entry and name in needed | optional | _MAYBE]
    wrong = [((name,), why) for name, why in days if why]
    yield from wrong
    if not wrong:
        yield from look(entry)


def _no_day(value: Any) -> str:
    """Why this is no day; empty if it is one."""
    if not isinstance(value, str) or not _ISO.fullmatch(value) or not "2000" <= value[:4] <= "2199":
        return "phải là ngày dạng 2026-01-31"
    try:
        date.fromisoformat(value)
    except ValueError:
        return "không phải ngày có thật"
    return ""


def _sessions(raw: Any) -> Said:
    try:
        read_sessions(raw)
    except SessionFault as fault:
        yield ("sessions",), str(fault)


def _day(entry: dict[str, Any]) -> Said:
    if entry["kind"] not in _KINDS:
        yield ("kind",), "phải là một trong: " + ", ".join(sorted(_KINDS))
    if not isinstance(entry["name"], str) or not entry["name"].strip() or len(entry["name"]) > 100:
        yield ("name",), "phải là chữ, nhiều nhất 100 ký tự"
    if "sessions" in entry:
        if entry["kind"] not in CalendarDay.WORKED:
            yield ("sessions",), "ngày nghỉ không có buổi làm việc"
        yield from _sessions(entry["sessions"])


def _removed(_entry: dict[str, Any]) -> Said:
    return iter(())


def _pattern(entry: dict[str, Any]) -> Said:
    if entry.get("valid_to", entry["valid_from"]) < entry["valid_from"]:
        yield ("valid_to",), "trước valid_from"
    weekdays = entry["weekdays"]
    if not isinstance(weekdays, list) or any(type(w) is not int or not 0 <= w <= 6 for w in weekdays):
        yield ("weekdays",), "phải là danh sách số từ 0 (thứ Hai) đến 6"
    yield from _sessions(entry["sessions"])


def _year(entry: dict[str, Any]) -> Said:
    if type(entry["year"]) is not int or not 2000 <= entry["year"] <= 2199:
        yield ("year",), "phải là năm"


def _twice(entries: dict[str, list[dict[str, Any]]]) -> Said:
    """No day is said twice, none both there and taken back; no year twice."""
    seen: set[Any] = set()
    for name, key in (("days", "date"), ("removed_days", "date"), ("complete_years", "year")):
        for place, entry in enumerate(entries[name]):
            if entry[key] in seen:
                yield (name, place, key), f"{'năm' if key == 'year' else 'ngày'} {entry[key]} có hai lần"
            seen.add(entry[key])


def _weeks(patterns: list[dict[str, Any]]) -> Said:
    """Entries of one first day are one week: each has weekdays of its own, and all else is the same."""
    first: dict[str, int] = {}
    taken: set[tuple[str, int]] = set()
    for place, entry in enumerate(patterns):
        begins = entry["valid_from"]
        other = first.setdefault(begins, place)
        for name in sorted({*entry, *patterns[other]} - {"weekdays", "sessions"}):
            if entry.get(name) != patterns[other].get(name):
                yield ("patterns", place, name), f"phải giống patterns[{other}]: cùng một tuần làm việc từ {begins}"
        if twice := sorted(day for day in set(entry["weekdays"]) if (begins, day) in taken):
            days = ", ".join(str(day) for day in twice)
            yield ("patterns", place, "weekdays"), f"ngày {days} trong tuần đã có giờ ở tuần làm việc từ {begins}"
        taken |= {(begins, day) for day in entry["weekdays"]}


_SECTIONS: dict[str, tuple[set[str], set[str], Callable[[dict[str, Any]], Said]]] = {
    "patterns": ({"valid_from", "weekdays", "sessions"}, {"valid_to"}, _pattern),
    "days": ({"date", "kind", "name"}, {"sessions"}, _day),
    "removed_days": ({"date"}, set(), _removed),
    "complete_years": ({"year"}, set(), _year),
}
