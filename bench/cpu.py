"""How much processor time processes used: of a tree, read from /proc (Linux; elsewhere nothing is said)."""

import os
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> tuple[int, float] | None:
    """The parent and the seconds (user and system, with those of children that ended)."""
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(parts[1]), sum(int(parts[i]) for i in (11, 12, 13, 14)) / _TICK


def tree(root: int) -> list[int]:
    """A process and all below it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        if (found := _stat(int(entry.name))) is not None:
            parents[int(entry.name)] = found[0]
    kept, grown = {root}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in kept} - kept
        kept |= more
        grown = bool(more)
    return sorted(kept)


def seconds(root: int | None) -> float:
    """Processor seconds of a process and all below it so far; 0 where nobody can tell."""
    if root is None or not Path("/proc/self/stat").exists():
        return 0.0
    return sum(found[1] for pid in tree(root) if (found := _stat(pid)) is not None)
