"""What the words of a bank transfer may mean: every dossier's name that could stand in them.

Pure. Banks drop dots, dashes and blanks, change case and put words of their own around; people still write codes in the order
of before 15/9/2025, level 1 last (TT 01/2018/TT-VPCP Điều 19; since then TT 03/2025/TT-VPCP Điều 13).
"""

import re
from collections.abc import Iterator

from dossiers.vietqr import message_of

READ = 300  # characters
MOST = 1_500  # names looked up for one transfer
_SHORTEST, _LONGEST = 10, 60
_NUMBER = re.compile(r"[0-9]{4}")
_OLD = re.compile(r"([A-Z][0-9]{2})([0-9]{6})([0-9]{4,10})")
_LEVEL_1 = re.compile(r"[A-Z][0-9]{2}")


def names_in(words: str) -> dict[str, bool]:
    """Each name (``dossiers.vietqr.message_of`` of a code) that may stand in the words, and whether it ends there: one that
    is followed at once by another digit may be the beginning of a longer one."""
    plain, starts, ends = _plain(words[:READ])
    found: dict[str, bool] = {}
    for name, last in _names(plain, starts):
        cut = ends[last] or not plain[last + 1 : last + 2].isdigit()
        found[name] = found.get(name, False) or cut
        if len(found) >= MOST:
            break
    return found


def _plain(words: str) -> tuple[str, list[bool], list[bool]]:
    """Letters and digits alone; for each, whether something else stood before it and after it."""
    plain, starts, ends, apart = "", list[bool](), list[bool](), True
    for sign in words:
        told = message_of(sign)
        for one in told:
            plain += one
            starts.append(apart)
            ends.append(False)
            apart = False
        if not told:
            apart = True
            if ends:
                ends[-1] = True
    if ends:
        ends[-1] = True
    return plain, starts, ends


def _names(plain: str, starts: list[bool]) -> Iterator[tuple[str, int]]:
    """Names with the place of their last sign, the likeliest first."""
    for level_1_first in (True, False):
        for first in range(len(plain)):
            known = _LEVEL_1.match(plain, first) is not None
            if known is level_1_first and (known or starts[first]):
                for end in range(first + _SHORTEST, min(first + _LONGEST, len(plain)) + 1):
                    if _NUMBER.fullmatch(plain, end - 4, end):
                        yield plain[first:end], end - 1
        if level_1_first:
            yield from _from_old(plain)


def _from_old(plain: str) -> Iterator[tuple[str, int]]:
    """Codes whose level 1 stands last, ``000.01.101.H05-…``, as they are written now: ``H05.101.01-…``."""
    for first in range(len(plain)):
        if old := _OLD.match(plain, first):
            level_1, day, number = old.groups()
            for before in range(min(11, first) + 1):
                for groups in _split(plain[first - before : first]):
                    head = level_1 + "".join(g for g in reversed(groups) if g.strip("0"))
                    for digits in range(4, len(number) + 1):
                        yield head + day + number[:digits], old.start(3) + digits - 1


def _split(text: str) -> Iterator[list[str]]:
    """Every way in which dots may have stood between groups of two or three signs."""
    if not text:
        yield []
    for size in (2, 3):
        if len(text) >= size:
            yield from ([text[:size], *rest] for rest in _split(text[size:]))
