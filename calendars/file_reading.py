"""Calendar files as checked content: days as days, every fault by file, line and field."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from calendars.file_faults import DAYS, CalendarFileError, faults_of
from foundation.yaml_lines import FileError, read

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_KEYS = {"patterns": "valid_from", "days": "date", "removed_days": "date", "complete_years": "year"}


def read_files(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The contents of files that are loaded together; CalendarFileError for a faulty file, and where two of them say
    something of one day, week or year: which of them would hold depended on their order."""
    contents: list[dict[str, Any]] = []
    said: dict[tuple[str, Any], str] = {}
    for path in paths:
        content = _read(path)
        here = {(key, entry[key]) for name, key in _KEYS.items() for entry in content.get(name, [])}
        if twice := sorted(str(value) for key, value in here if (key, value) in said):
            first = next(said[at] for at in said if str(at[1]) == twice[0])
            raise CalendarFileError([f"{path.name}: {', '.join(twice)} đã có ở {first}"])
        said |= dict.fromkeys(here, path.name)
        contents.append(content)
    return contents


def _read(path: Path) -> dict[str, Any]:
    try:
        content, lines = read(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CalendarFileError([f"{path.name}: không đọc được tệp"]) from error
    except FileError as error:
        raise CalendarFileError([f"{path.name}, {fault}" for fault in error.faults]) from error
    _with_days(content)
    if wrong := faults_of(content, lines):
        raise CalendarFileError([f"{path.name}, {fault}" for fault in wrong])
    return dict(content)


def _with_days(content: Any) -> None:
    """Put days in the place of the texts that are days; what is none stays as it is, and is a fault."""
    sections = content.values() if isinstance(content, dict) else ()
    for entry in (e for entries in sections if isinstance(entries, list) for e in entries if isinstance(e, dict)):
        for name in DAYS:
            if isinstance(entry.get(name), str) and (found := _DAY.fullmatch(entry[name])):
                try:
                    entry[name] = date(*(int(part) for part in found.groups()))
                except ValueError:
                    continue
