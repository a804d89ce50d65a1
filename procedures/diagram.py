"""A process as a drawing: lanes of who acts, boxes in the order of the way, arrows. Pure: steps in, places out."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

BOX_WIDTH, BOX_HEIGHT, GAP_Y, LANE_NAME = 150, 74, 26, 150
_GAP, _GAP_WITH_WORDS = 40, 100
_LINE, _MOST_LINES = 19, 3


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
    width: int = BOX_WIDTH
    height: int = BOX_HEIGHT


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
    gap = _GAP_WITH_WORDS if any(label for step in known for _code, label in step.ways) else _GAP
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
            step, LANE_NAME + _GAP // 2 + columns[step.code] * (BOX_WIDTH + gap),
            tops[step.lane] + GAP_Y + slot[step.code] * (BOX_HEIGHT + GAP_Y), _lines(step.name),
        )
        for step in known
    }  # fmt: skip
    width = LANE_NAME + _GAP + max(columns.values(), default=0) * (BOX_WIDTH + gap) + BOX_WIDTH
    return Drawing(width, y, tuple(rows), tuple(boxes.values()), tuple(_arrows(known, boxes, gap)))


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


def _arrows(steps: Sequence[StepSketch], boxes: Mapping[str, Box], gap: int) -> Iterable[Arrow]:
    order = {step.code: number for number, step in enumerate(steps)}
    for step in steps:
        if step.beside in boxes:
            yield _link(boxes[step.beside], boxes[step.code])
        for code, label in step.ways:
            if code in boxes:
                back = order[code] <= order[step.code]
                start, end = boxes[step.code], boxes[code]
                yield _back(start, end, label) if back else _on(start, end, label, gap)


def _back(start: Box, end: Box, label: str) -> Arrow:
    x1, x2 = start.x + BOX_WIDTH // 2 + 20, end.x + BOX_WIDTH // 2 + 20
    low = max(start.y, end.y) + BOX_HEIGHT + GAP_Y - 6
    path = f"M{x1} {start.y + BOX_HEIGHT}V{low}H{x2}V{end.y + BOX_HEIGHT}"
    return Arrow("back", path, label, min(x1, x2) + 8, low - 4)


def _on(start: Box, end: Box, label: str, gap: int) -> Arrow:
    """Straight to the next column; under the boxes that stand between where it goes further."""
    x1, y1 = start.x + BOX_WIDTH, start.y + BOX_HEIGHT // 2
    x2, y2 = end.x, end.y + BOX_HEIGHT // 2
    turn = x2 - _GAP // 2
    if end.x - start.x <= BOX_WIDTH + gap:
        return Arrow("on", f"M{x1} {y1}H{turn}V{y2}H{x2}", label, x1 + 5, y1 - 6)
    y1, low = y1 + 16, start.y + BOX_HEIGHT + GAP_Y // 2
    return Arrow("on", f"M{x1} {y1}H{x1 + 12}V{low}H{turn}V{y2}H{x2}", label, x1 + 18, low - 5)


def _link(host: Box, aside: Box) -> Arrow:
    x = host.x + BOX_WIDTH // 2
    upper, lower = (host, aside) if host.y <= aside.y else (aside, host)
    return Arrow("beside", f"M{x} {upper.y + BOX_HEIGHT}V{lower.y}", "", x, lower.y)
