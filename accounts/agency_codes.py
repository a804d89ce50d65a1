"""Official codes of agencies (mã định danh điện tử): groups by dots, at most 35 characters.

Since QĐ 09/2025/QĐ-TTg (amending QĐ 20/2020/QĐ-TTg) the level-1 code stands leftmost: ``H05.101.01``. Before, and in codes
that other systems still send, it stood rightmost: ``000.00.64.H10``.
"""

import re

_LEVEL_1 = re.compile(r"[A-Z]\d{2}")
_GROUP = re.compile(r"[0-9A-Za-z]{1,5}")
LONGEST = 35


def level_1_of(code: str) -> str | None:
    """The level-1 code in an agency's code of either order; None for what is no such code."""
    groups = code.split(".")
    if len(code) > LONGEST or not all(_GROUP.fullmatch(group) for group in groups):
        return None
    found = [group for group in (groups[0], groups[-1]) if _LEVEL_1.fullmatch(group)]
    return found[0] if found else None
