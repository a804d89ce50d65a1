"""A migrated server's data, kept between runs under ``var/``: a hundred migrations take half a minute, a copy a second.

Whatever the data depend on is in the name: migrations, models, the ground they stand on, the libraries, and the month, for which
tables are made ready. Nothing is asked of a copy that another run is making: it appears whole, or not.
"""

import hashlib
import os
import shutil
import tempfile
import time
from functools import cache
from pathlib import Path

from tests.support.folders import copy

ROOT = Path(__file__).parents[2]
_PLACE = ROOT / "var" / "pytest" / "migrated"
_PATTERNS = (
    "*/migrations/*.py", "*/models.py", "*/models/*.py", "foundation/**/*.py", "portal/settings*.py", "portal/settings/*.py",
    "accounts/roles.py", "notifications/states.py", "requirements*.txt",
)  # fmt: skip
_DAYS = 3


@cache  # what the data were made from, also where a file is edited while they are made
def _name() -> str:
    told = hashlib.sha256(time.strftime("%Y-%m").encode())
    for path in sorted({path for pattern in _PATTERNS for path in ROOT.glob(pattern)}):
        told.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return told.hexdigest()[:20]


def kept() -> Path | None:
    """The folder to copy from; None where none fits."""
    found = _PLACE / _name()
    if not found.is_dir():
        return None
    os.utime(found)
    return found


def keep(folder: Path) -> None:
    """Keep a copy of the data of a server that has ended; those that nobody took for three days are given up."""
    _PLACE.mkdir(parents=True, exist_ok=True)
    for old in _PLACE.iterdir():
        if time.time() - old.stat().st_mtime > _DAYS * 86_400:
            shutil.rmtree(old, ignore_errors=True)
    making = Path(tempfile.mkdtemp(dir=_PLACE, prefix="making-"))
    copy(folder, making)
    try:
        making.rename(_PLACE / _name())
    except OSError:  # another run was quicker
        shutil.rmtree(making, ignore_errors=True)
