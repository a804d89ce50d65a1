"""Dossier codes (mã hồ sơ; TT 03/2025/TT-VPCP Đ13): ``H05.101.01-261124-0001``. Imported codes are kept verbatim."""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date

LONGEST = 60
_IMPORTED = re.compile(r"[A-Za-z0-9.\-]{8,60}")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that reads like something else
_PARTS = re.compile(r"\{([a-z]+)\}")
_DAYS = ("yymmdd", "yyyymmdd")


class SchemeFault(ValueError):
    """No codes can be written by this template; the name of the fault is its message."""


@dataclass(frozen=True)
class CodeScheme:
    """How codes are written: a template of ``{agency}``, ``{yymmdd}`` or ``{yyyymmdd}``, ``{number}`` and, where the owner
    of a system is named in them, ``{system}``; the number has ``digits`` at least. SchemeFault for any other template."""

    template: str
    digits: int = 4
    name: str = ""
    system: str = ""

    def __post_init__(self) -> None:
        parts = _PARTS.findall(self.template)
        fixed = _PARTS.sub("", self.template)
        if sorted(p for p in parts if p not in (*_DAYS, "system")) != ["agency", "number"]:
            raise SchemeFault("agency_and_number")
        if sum(p in _DAYS for p in parts) != 1:
            raise SchemeFault("day")
        if not re.fullmatch(r"[A-Za-z0-9.\-]*", fixed):
            raise SchemeFault("letters")
        # numbers of a day would run into what stands beside them
        if re.search(r"\{number\}.", self.template) or not re.search(r"[.\-]\{(number|system)\}", self.template):
            raise SchemeFault("number_last")
        if not 4 <= self.digits <= 10:
            raise SchemeFault("digits")
        if self.system and not re.fullmatch(r"\d\d", self.system):
            raise SchemeFault("system")

    def write(self, agency_code: str, day: date, number: int) -> str:
        """The code of the ``number``-th dossier that an agency accepted on a local day."""
        return self.template.format(
            agency=agency_code, yymmdd=f"{day:%y%m%d}", yyyymmdd=f"{day:%Y%m%d}", system=self.system,
            number=f"{number:0{self.digits}}",
        )  # fmt: skip

    def fits(self, code: str) -> bool:
        """Whether a code could have been written so; several schemes may write the same."""
        return self._pattern().fullmatch(code) is not None

    def _pattern(self) -> "re.Pattern[str]":
        shapes = {
            "agency": r"[A-Z0-9]{1,5}(?:\.[A-Z0-9]{1,5}){0,8}", "yymmdd": r"\d{6}", "yyyymmdd": r"20\d{6}",
            "system": r"\d{2}", "number": rf"\d{{{self.digits},}}",
        }  # fmt: skip
        pieces = _PARTS.split(self.template)
        return re.compile("".join(shapes[p] if n % 2 else re.escape(p) for n, p in enumerate(pieces)))


def is_importable(code: str) -> bool:
    """Whether a code of another system may be kept: no pattern stricter than this is safe."""
    return _IMPORTED.fullmatch(code) is not None


def search_key(typed: str) -> str:
    """A code as people type it, made comparable: no blanks, upper case, plain dashes, any Unicode form."""
    text = unicodedata.normalize("NFKC", typed)
    return _DASHES.sub("-", "".join(text.split())).upper()[:LONGEST]


def new_receipt_code() -> str:
    """Eight characters printed on the receipt: the second factor that differs per dossier (39 bits)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))
