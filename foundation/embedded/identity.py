"""As whom PostgreSQL runs: it refuses root, and must own its data."""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

NOBODY = 65534


class NoIdentity(RuntimeError):
    """We are root and may become nobody else here; the message says what to do."""


@dataclass(frozen=True)
class Identity:
    """What to put before a command, and which user the data must belong to (None: us)."""

    prefix: list[str] = field(default_factory=list)
    owner: int | None = None

    def own(self, place: Path) -> None:
        """Give ``place`` and what lies in it to the owner; nothing is touched that is theirs already."""
        if self.owner is None:
            return
        for found in (place, *(place.rglob("*") if place.is_dir() else ())):
            if found.lstat().st_uid != self.owner:
                os.chown(found, self.owner, self.owner, follow_symlinks=False)


def identity(data: Path, binary: Path) -> Identity:
    """As an ordinary user ourselves. As root: the user who owns the data already, else ``nobody``.

    No right of any folder is changed: where others may not walk to the data or the program, the server is given the
    one capability to walk there, or, where that is not to be had, a user namespace of its own. The kernel forgets the
    parent-death signal of a process that changes its user, so it is set again after that.
    """
    if os.geteuid() != 0:
        return Identity()
    owner = (data.stat().st_uid if data.exists() else 0) or NOBODY
    become = ["setpriv", f"--reuid={owner}", f"--regid={owner}", "--clear-groups", "--pdeathsig=INT"]
    walking = [*become, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    if shutil.which("setpriv"):
        ways = (*data.parents, *binary.parents)
        if all(place.stat().st_mode & 0o001 for place in ways if place.exists()) and _works(become, binary):
            return Identity(become, owner)
        if _works(walking, binary):
            return Identity(walking, owner)
    apart = ["unshare", "--user", "--map-user=1000", "--", "setpriv", "--pdeathsig=INT"]
    if shutil.which("unshare") and shutil.which("setpriv") and _works(apart, binary):
        return Identity(apart, 0)
    raise NoIdentity("Không hạ quyền root cho PostgreSQL được: chạy bằng người dùng thường hoặc đặt DATABASE_URL.")


def _works(prefix: list[str], binary: Path) -> bool:
    command = [*prefix, str(binary / "postgres"), "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
