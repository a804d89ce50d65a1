"""Understanding "tra cứu <mã>" as people type it: with or without diacritics, blanks and capitals as they
fall.
"""

import re

from dossiers.codes import search_key
from foundation.vietnamese_text import fold, squeeze

MARKER = "#tracuu"
_COMMAND = re.compile(
    r"#?tra ?cuu(?: (?:ma )?(?:so )?ho ?so| ma(?: so)?)?(?: ?[:\-–] ?| |$)(.*)",
    re.DOTALL,
)
_CODE = re.compile(r"(?=.*[A-Z])(?=.*\d)[A-Z0-9]+(?:[.\-][A-Z0-9]+){2,}")
_NOT_IN_A_CODE = re.compile(r"[^A-Z0-9.\-]")
_SHORTEST_BARE = 12


def code_in(text: str) -> str | None:
    """The code asked for, as :func:`dossiers.codes.search_key` has it; empty where none came with the
    command.

    None if the text asks for nothing. A text that is nothing but a code asks as well.
    """
    folded = fold(squeeze(text)[:500]).strip()
    match = _COMMAND.fullmatch(folded)
    if match:
        code = normalised(match[1])
        return code if any(c.isdigit() for c in code) else ""
    bare = normalised(folded)
    return bare if len(bare) >= _SHORTEST_BARE and _CODE.fullmatch(bare) else None


def normalised(typed: str) -> str:
    """Capitals, without blanks and quotation marks: ``<h05.101.01 - 261124 - 0001>`` is one code."""
    return _NOT_IN_A_CODE.sub("", search_key(typed)).strip(".-")
