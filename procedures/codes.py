"""National codes of procedures (mã thủ tục hành chính) and the suffixes that portals put behind them."""

import re

_BARE = re.compile(r"(\d\.\d{6})(?:\.[0-9A-Za-z.]+)?")


def bare_code(text: str) -> str:
    """``1.004594`` of ``1.004594.000.00.00.H20`` (before 1/7/2025) and of ``1.013980.H41`` (since); anything else unchanged.

    The suffix says a province, not another procedure.
    """
    text = text.strip()
    found = _BARE.fullmatch(text)
    return found.group(1) if found else text


def is_code(text: str) -> bool:
    """Whether this is written like a bare national code."""
    return bool(_BARE.fullmatch(text)) and bare_code(text) == text
