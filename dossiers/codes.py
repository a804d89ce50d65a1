"""Dossier codes (mã hồ sơ; TT 03/2025/TT-VPCP Đ13): ``H05.101.01-261124-0001``. Imported codes are kept verbatim."""

import re
import secrets
import unicodedata
from datetime import date

_IMPORTED = re.compile(r"[A-Za-z0-9.\-]{8,60}")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that reads like something else


def own_code(agency_code: str, day: date, number: int) -> str:
    """The code of the ``number``-th dossier that an agency accepted on a local day (four digits, more if needed)."""
    return f"{agency_code}-{day:%y%m%d}-{number:04}"


def is_importable(code: str) -> bool:
    """Whether a code of another system may be kept: no pattern stricter than this is safe."""
    return _IMPORTED.fullmatch(code) is not None


def search_key(typed: str) -> str:
    """A code as people type it, made comparable: no blanks, upper case, plain dashes, any Unicode form."""
    text = unicodedata.normalize("NFKC", typed)
    return _DASHES.sub("-", "".join(text.split())).upper()[:60]


def new_receipt_code() -> str:
    """Eight characters printed on the receipt: the second factor that differs per dossier (39 bits)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))
