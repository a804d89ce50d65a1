"""What can be wrong with a calendar file, in words for the person who wrote it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from calendars.models import CalendarDay
from calendars.sessions import SessionFault, read_sessions
from foundation.source_dates import SOURCE_DATES

_KINDS = set(CalendarDay.Kind.values)
_ALWAYS, _MAYBE = {"citation"}, {"note", "unverified", *SOURCE_DATES}


class CalendarFileError(ValueError):
    """A calendar file was not loaded, and nothing of it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def faults_of(content: Any) -> list[str]:
    """Every fault of a file's content, by section and place; empty where it may be loaded."""
    if not isinstance(content, dict):
        return ["phải có patterns, days hoặc complete_years"]
    wrong = [f"{name}: không có phần này" for name in content if name not in _SECTIONS]
    for name, (needed, optional, look) in _SECTIONS.items():
        entries = content.get(name, [])
        if not isinstance(entries, list):
            wrong.append(f"{name}: phải là danh sách")
            continue
        for place, entry in enumerate(entries):
            wrong += [f"{name}[{place}]: {fault}" for fault in _entry(entry, needed, optional, look)]
    days = [entry.get("date") for entry in _list(content, "days") if isinstance(entry, dict)]
    wrong += [f"days: ngày {day} có hai lần" for day in sorted({d for d in days if days.count(d) > 1}, key=str)]
    return wrong


def _list(content: dict[str, Any], name: str) -> list[Any]:
    found = content.get(name, [])
    return found if isinstance(found, list) else []


def _entry(
    entry: Any, needed: set[str], optional: set[str], look: Callable[[dict[str, Any]], Iterator[str]]
) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "phải là nhóm trường"
        return
    missing = (needed | _ALWAYS) - set(entry)
    yield from (f"thiếu trường {name}" for name in sorted(missing))
    yield from (f"trường lạ: {name}" for name in entry if name not in needed | optional | _ALWAYS | _MAYBE)
    if missing:
        return
    if not isinstance(entry["citation"], str) or not entry["citation"].strip() or len(entry["citation"]) > 300:
        yield "citation phải là chữ, nhiều nhất 300 ký tự"
    if not isinstance(entry.get("note", ""), str) or len(entry.get("note", "")) > 300:
        yield "note phải là chữ, nhiều nhất 300 ký tự"
    if not isinstance(entry.get("unverified", False), bool):
        yield "unverified phải là true hoặc false"
    for name in SOURCE_DATES:
        if name in entry and not _is_day(entry[name]):
            yield f"{name} phải là ngày dạng 2026-01-31"
    yield from look(entry)


def _is_day(value: Any) -> bool:
    return type(value) is date and 2000 <= value.year <= 2199


def _sessions(raw: Any) -> Iterator[str]:
    try:
        read_sessions(raw)
    except SessionFault as fault:
        yield f"sessions: {fault}"


def _day(entry: dict[str, Any]) -> Iterator[str]:
    if not _is_day(entry["date"]):
        yield "date phải là ngày dạng 2026-01-31"
    if entry["kind"] not in _KINDS:
        yield "kind phải là một trong: " + ", ".join(sorted(_KINDS))
    if not isinstance(entry["name"], str) or not entry["name"].strip() or len(entry["name"]) > 100:
        yield "name phải là chữ, nhiều nhất 100 ký tự"
    if "sessions" in entry:
        if entry["kind"] not in CalendarDay.WORKED:
            yield "sessions: ngày nghỉ không có buổi làm việc"
        yield from _sessions(entry["sessions"])


def _pattern(entry: dict[str, Any]) -> Iterator[str]:
    if not _is_day(entry["valid_from"]) or not _is_day(entry.get("valid_to", entry["valid_from"])):
        yield "valid_from, valid_to phải là ngày dạng 2026-01-31"
    elif entry.get("valid_to", entry["valid_from"]) < entry["valid_from"]:
        yield "valid_to trước valid_from"
    weekdays = entry["weekdays"]
    if not isinstance(weekdays, list) or any(type(w) is not int or not 0 <= w <= 6 for w in weekdays):
        yield "weekdays phải là danh sách số từ 0 (thứ Hai) đến 6"
    yield from _sessions(entry["sessions"])


def _year(entry: dict[str, Any]) -> Iterator[str]:
    if type(entry["year"]) is not int or not 2000 <= entry["year"] <= 2199:
        yield "year phải là năm"


_SECTIONS: dict[str, tuple[set[str], set[str], Callable[[dict[str, Any]], Iterator[str]]]] = {
    "patterns": ({"valid_from", "weekdays", "sessions"}, {"valid_to"}, _pattern),
    "days": ({"date", "kind", "name"}, {"sessions"}, _day),
    "complete_years": ({"year"}, set(), _year),
}
