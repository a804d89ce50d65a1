"""A process as a drawing: lanes of who acts, boxes in the order of the way, arrows. Pure: steps in, places out."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y, LANE_NAME = 150, 74, 46, 22, 150
_LINE, _MOST_LINES = 21, 3


class StepSketch(NamedTuple):
    """What a drawing needs of a step; ``ways``: where it leads, in order, each with what it is called (or nothing)."""

    code: str
    name: str
    lane: str
    ways: Sequence[tuple[str, str]]
    beside: str = ""
    time: str = ""
    outside_clock: bool = False


@dataclass(frozen=True)
class Box:
    """A step in its place (left upper corner), its name in lines."""

    step: StepSketch
    x: int
    y: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Arrow:
    """From one box to another; ``kind``: ``on``, ``back`` (a send-back) or ``beside``."""

    kind: str
    path: str
    label: str
    label_x: int
    label_y: int


@dataclass(frozen=True)
class Lane:
    """A row of the drawing: who acts."""

    lines: tuple[str, ...]
    y: int
    height: int


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def draw(steps: Iterable[StepSketch]) -> Drawing:
    """Each lane as high as its fullest column; nothing overlaps. Ways to steps that do not exist are left out."""
    known = list(steps)
    columns = _columns(known)
    lanes = list(dict.fromkeys(step.lane for step in known))
    stacked: dict[tuple[str, int], int] = {}
    slot: dict[str, int] = {}
    for step in known:
        place = step.lane, columns[step.code]
        slot[step.code] = stacked.get(place, 0)
        stacked[place] = slot[step.code] + 1
    depth = {lane: max((n for (of, _c), n in stacked.items() if of == lane), default=1) for lane in lanes}
    tops, rows, y = {}, [], 0
    for lane in lanes:
        height = depth[lane] * (BOX_HEIGHT + GAP_Y) + GAP_Y
        tops[lane] = y
        rows.append(Lane(_lines(lane), y, height))
        y += height
    boxes = {
        step.code: Box(
            step, LANE_NAME + GAP_X // 2 + columns[step.code] * (BOX_WIDTH + GAP_X),
            tops[step.lane] + GAP_Y + slot[step.code] * (BOX_HEIGHT + GAP_Y), _lines(step.name),
        )
        for step in known
    }  # fmt: skip
    width = LANE_NAME + (max(columns.values(), default=0) + 1) * (BOX_WIDTH + GAP_X)
    return Drawing(width, y, tuple(rows), tuple(boxes.values()), tuple(_arrows(known, boxes)))


def _lines(text: str) -> tuple[str, ...]:
    found = textwrap.wrap(text, _LINE, break_long_words=False)
    return (*found[: _MOST_LINES - 1], found[_MOST_LINES - 1] + "…") if len(found) > _MOST_LINES else tuple(found)


def _columns(steps: Sequence[StepSketch]) -> dict[str, int]:
    """The longest way forward to each step; a step beside another stands with it. Ways to earlier steps do not count."""
    order = {step.code: number for number, step in enumerate(steps)}
    found = dict.fromkeys(order, 0)
    for step in steps:
        for code, _label in step.ways:
            if order.get(code, -1) > order[step.code]:
                found[code] = max(found[code], found[step.code] + 1)
    for step in steps:
        if step.beside in found:
            found[step.code] = found[step.beside]
    return found


def _arrows(steps: Sequence[StepSketch], boxes: Mapping[str, Box]) -> Iterable[Arrow]:
    order = {step.code: number for number, step in enumerate(steps)}
    for step in steps:
        if step.beside in boxes:
            yield _link(boxes[step.beside], boxes[step.code])
        for code, label in step.ways:
            if code in boxes:
                back = order[code] <= order[step.code]
                yield _way(boxes[step.code], boxes[code], label, back)


def _way(start: Box, end: Box, label: str, back: bool) -> Arrow:
    if back:
        x1, x2 = start.x + BOX_WIDTH // 2, end.x + BOX_WIDTH // 2
        low = max(start.y, end.y) + BOX_HEIGHT + GAP_Y // 2
        path = f"M{x1} {start.y + BOX_HEIGHT}V{low}H{x2}V{end.y + BOX_HEIGHT}"
        return Arrow("back", path, label, (x1 + x2) // 2, low - 3)
    x1, y1 = start.x + BOX_WIDTH, start.y + BOX_HEIGHT // 2
    x2, y2 = end.x, end.y + BOX_HEIGHT // 2
    middle = x2 - GAP_X // 2
    return Arrow("on", f"M{x1} {y1}H{middle}V{y2}H{x2}", label, x1 + 4, y1 - 5)


def _link(host: Box, aside: Box) -> Arrow:
    x = host.x + BOX_WIDTH // 2
    upper, lower = (host, aside) if host.y <= aside.y else (aside, host)
    return Arrow("beside", f"M{x} {upper.y + BOX_HEIGHT}V{lower.y}", "", x, lower.y)
