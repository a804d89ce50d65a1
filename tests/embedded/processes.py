"""Which processes work on a folder: what a killed parent must not leave behind (Linux)."""

import os
from pathlib import Path


def working_on(folder: Path) -> dict[int, str]:
    """Processes of this machine whose command line or working directory names the folder."""
    found: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal() or int(entry.name) == os.getpid():
            continue
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            place = str((entry / "cwd").readlink())
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if str(folder) in line or place.startswith(str(folder)):
            found[int(entry.name)] = line
    return found


def children_of(pid: int) -> dict[int, str]:
    """All descendants of a process, with their command lines."""
    parents: dict[int, tuple[int, str]] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents[int(entry.name)] = (int(fields[1]), line)
    found: dict[int, str] = {}
    grown = True
    while grown:
        grown = False
        for number, (parent, line) in parents.items():
            if number not in found and (parent == pid or parent in found):
                found[number], grown = line, True
    return found


def alive(numbers: dict[int, str]) -> dict[int, str]:
    """Those of the processes that still run as the same program (a number may be given anew)."""
    left = {}
    for number, line in numbers.items():
        try:
            stat = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
            now = Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if stat[0] != "Z" and now == line:
            left[number] = line
    return left
