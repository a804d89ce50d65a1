"""What can be wrong with a calendar file, in words for the person who wrote it, by line and field."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from calendars.models import CalendarDay, WorkSession
from calendars.sessions import SessionFault, read_sessions
from foundation.source_dates import SOURCE_DATES
from foundation.yaml_lines import Fault, Path, field, line_of

_KINDS = set(CalendarDay.Kind.values)
_ALWAYS, _MAYBE = {"citation"}, {"note", "unverified", *SOURCE_DATES}
_ISO, DAYS = "phải là ngày dạng 2026-01-31", ("date", "valid_from", "valid_to", *SOURCE_DATES)
Said = Iterator[tuple[Path, str]]


class CalendarFileError(ValueError):
    """A calendar file was not loaded, and nothing of it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def faults_of(content: Any, lines: Mapping[Path, int]) -> list[Fault]:
    """Every fault of a file's content; empty where it may be loaded."""
    return sorted({Fault(line_of(path, lines), field(path), message) for path, message in _said(content)})


def _said(content: Any) -> Said:
    if not isinstance(content, dict):
        yield (), f"phải có {', '.join(list(_SECTIONS)[:-1])} hoặc {list(_SECTIONS)[-1]}"
        return
    yield from (((name,), "không có phần này") for name in content if name not in _SECTIONS)
    wrong: list[tuple[Path, str]] = []
    for name, (needed, optional, look) in _SECTIONS.items():
        entries = content.get(name, [])
        if not isinstance(entries, list):
            wrong.append(((name,), "phải là danh sách"))
            continue
        for place, entry in enumerate(entries):
            wrong += [((name, place, *path), fault) for path, fault in _entry(entry, needed, optional, look)]
    yield from wrong or _together(content)


def _together(content: dict[str, Any]) -> Said:
    """What cannot stand side by side in one file, each entry being right by itself."""
    days: dict[date, str] = {}
    for name in ("days", "removed_days"):
        for place, entry in enumerate(content.get(name, [])):
            if entry["date"] in days:
                yield (name, place, "date"), f"ngày {entry['date']} có hai lần (đã có ở {days[entry['date']]})"
            days.setdefault(entry["date"], field((name, place)))
    years: set[int] = set()
    for place, entry in enumerate(content.get("complete_years", [])):
        if entry["year"] in years:
            yield ("complete_years", place, "year"), f"năm {entry['year']} có hai lần"
        years.add(entry["year"])
    yield from _weeks(content.get("patterns", []))


def _weeks(entries: list[dict[str, Any]]) -> Said:
    """Entries of one first day are one week: they share all but weekdays and sessions, and no weekday is in two."""
    first: dict[date, int] = {}
    taken: dict[tuple[date, int], int] = {}
    for place, entry in enumerate(entries):
        begins = entry["valid_from"]
        other = first.setdefault(begins, place)
        for name in sorted((set(entry) | set(entries[other])) - {"weekdays", "sessions"}):
            if entry.get(name) != entries[other].get(name):
                yield ("patterns", place, name), f"phải giống patterns[{other}]: cùng là tuần làm việc từ {begins}"
        for weekday in sorted(set(entry["weekdays"])):
            before = taken.setdefault((begins, weekday), place)
            if before != place:
                label = WorkSession.Weekday(weekday).label
                yield ("patterns", place, "weekdays"), f"{label} từ {begins} đã có ở patterns[{before}]"


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
    for name in DAYS:
        if name in entry and not _is_day(entry[name]):
            like_one = isinstance(entry[name], str) and re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", entry[name])
            yield (name,), "ngày không có thật" if like_one else _ISO
    yield from look(entry)


def _is_day(value: Any) -> bool:
    return type(value) is date and 2000 <= value.year <= 2199


def _sessions(raw: Any) -> Said:
    try:
        read_sessions(raw)
    except SessionFault as fault:
        yield ("sessions",), str(fault)


def _day(entry: dict[str, Any]) -> Said:
    if not isinstance(entry["kind"], str) or entry["kind"] not in _KINDS:
        yield ("kind",), "phải là một trong: " + ", ".join(sorted(_KINDS))
    if not isinstance(entry["name"], str) or not entry["name"].strip() or len(entry["name"]) > 100:
        yield ("name",), "phải là chữ, nhiều nhất 100 ký tự"
    if "sessions" in entry:
        if entry["kind"] not in CalendarDay.WORKED:
            yield ("sessions",), "ngày nghỉ không có buổi làm việc"
        yield from _sessions(entry["sessions"])


def _pattern(entry: dict[str, Any]) -> Said:
    begins, ends = entry["valid_from"], entry.get("valid_to", entry["valid_from"])
    if _is_day(begins) and _is_day(ends) and ends < begins:
        yield ("valid_to",), "trước valid_from"
    weekdays = entry["weekdays"]
    if not isinstance(weekdays, list) or any(type(w) is not int or not 0 <= w <= 6 for w in weekdays):
        yield ("weekdays",), "phải là danh sách số từ 0 (thứ Hai) đến 6"
    yield from _sessions(entry["sessions"])


def _year(entry: dict[str, Any]) -> Said:
    if type(entry["year"]) is not int or not 2000 <= entry["year"] <= 2199:
        yield ("year",), "phải là năm"


def _removed(entry: dict[str, Any]) -> Said:
    yield from ()


_SECTIONS: dict[str, tuple[set[str], set[str], Callable[[dict[str, Any]], Said]]] = {
    "patterns": ({"valid_from", "weekdays", "sessions"}, {"valid_to"}, _pattern),
    "days": ({"date", "kind", "name"}, {"sessions"}, _day),
    "removed_days": ({"date"}, set(), _removed),
    "complete_years": ({"year"}, set(), _year),
}
