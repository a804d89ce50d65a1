"""A bank's own name of a transfer (mã giao dịch), in the one way in which it is kept: capitals, without blanks. People and their
phones write it in other ways; kept so, the same transfer cannot be written down twice."""

import re

_KEPT = re.compile(r"[A-Z0-9._:/#\-]{1,64}")


def kept(written: str) -> str | None:
    """The reference as it is kept; None for what no bank writes. Pure."""
    plain = re.sub(r"\s", "", written)
    if not plain.isascii():
        return None
    return plain.upper() if _KEPT.fullmatch(plain.upper()) else None
