"""Vietnamese text: one normal form, search without diacritics, dictionary order, safe shortening."""

import re
import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}
# ngang, huyền, hỏi, ngã, sắc, nặng
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_WORD = re.compile(r"[a-z0-9]+")
_SPACE = re.compile(r"\s+")


def nfc(text: str) -> str:
    """The composed form: a name typed on a Mac or copied from a PDF equals the same name typed here."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """Composed, without control characters, white space folded to single blanks."""
    text = nfc(text)
    if text.isprintable():  # nearly every text: the blank is the only white space that is printable
        return (_SPACE.sub(" ", text) if "  " in text else text).strip()
    cleaned = "".join(c if c.isprintable() or c.isspace() else " " for c in text)
    return _SPACE.sub(" ", cleaned).strip()


def typed(text: str) -> str:
    """As somebody typed it: composed, and each end of a line one character. A form sends two (CR LF) for each, which its
    own limit counts as one."""
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n"))


def squeeze_lines(text: str) -> str:
    """The lines of a text, each squeezed, without empty ones."""
    return "\n".join(line for line in map(squeeze, text.splitlines()) if line)


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can keep it and UTF-8 can carry it: no NUL, no half of a surrogate pair."""
    if text.isascii():
        return "\0" not in text
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def storable(text: str) -> str:
    """The text without what :func:`is_storable` forbids: words of another system, which we cannot send back."""
    return text if is_storable(text) else "".join(c for c in text if c != "\0" and not "\ud800" <= c <= "\udfff")


def fold(text: str) -> str:
    """Lower case without diacritics (đ becomes d): what people type when they search."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))


def sort_key(text: str) -> str:
    """A string whose binary order is Vietnamese dictionary order on any server, whatever its collation."""
    letters: list[str] = []
    tones: list[str] = []
    for char in nfc(text).lower():
        decomposed = unicodedata.normalize("NFD", char)
        tone = next((_TONES[mark] for mark in decomposed if mark in _TONES), 0)
        base = unicodedata.normalize("NFC", "".join(m for m in decomposed if m not in _TONES))
        rank = _ORDER.get(base)
        letters.append(chr(0x60 + rank) if rank else char)
        tones.append(str(tone))
    return "".join(letters) + "\x01" + "".join(tones)


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` code points, cut at the end of a word and closed with an ellipsis."""
    text = squeeze(text)
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut and text[limit - 1] != " " else cut
    return (at_word.rstrip(" ,;.-–") or cut) + "…"
