"""Names of files: as people read them, without what file systems and headers stumble over. Pure."""

from pathlib import PurePath

from foundation.vietnamese_text import squeeze

_FORBIDDEN = frozenset('<>:"/\\|?*')
_STEM, _ENDING = 180, 10


def safe_name(raw: str) -> str:
    """The last part of a path, composed, at most 191 characters with its ending kept; ``tep`` where nothing is left."""
    name = PurePath(raw.replace("\\", "/")).name
    name = squeeze("".join(c for c in name if c not in _FORBIDDEN)).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if dot:
        name = f"{stem[:_STEM].rstrip(' .')}.{ending[:_ENDING]}"
    return name[: _STEM + _ENDING + 1].strip(". ") or "tep"
