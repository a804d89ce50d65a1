"""Folders of servers."""

import shutil
from pathlib import Path


def copy(there: Path, here: Path) -> None:
    """The data of a server that has ended, with its passwords, for another."""
    shutil.copytree(there / "pg", here / "pg")
    for secret in there.glob("pg*.secret"):
        shutil.copy2(secret, here)
