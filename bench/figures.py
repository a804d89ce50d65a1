"""Middles and tails of what was measured."""

from collections.abc import Sequence
from statistics import median
from typing import Any


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def ratio(rounds: Sequence[dict[str, Any]], above: str, below: str, figure: str = "per_second") -> float:
    """The median over rounds of one figure divided by the other of the same round."""
    return round(median(r[above][figure] / r[below][figure] for r in rounds), 3)


def middle(rounds: Sequence[dict[str, Any]], name: str, figure: str) -> float:
    """The median over rounds of one figure."""
    return round(float(median(r[name][figure] for r in rounds)), 2)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns as wide as they must be, numbers to the right."""
    cells = [[str(c) for c in row] for row in (head, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    lines = [
        "  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
        for row in cells
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
