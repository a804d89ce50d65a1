"""One program per data folder."""

import fcntl
import os
from pathlib import Path


class AlreadyRunning(RuntimeError):
    """Another program holds this data folder; ``note`` is what it left in the lock file."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


class FolderLock:
    """An ``flock`` on ``folder``/name; the kernel lets go of it however we end."""

    def __init__(self, folder: Path, name: str = "demo.lock") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / name).open("a+")
        os.set_inheritable(self._file.fileno(), False)

    def take(self, note: str) -> None:
        """Hold the folder and leave ``note`` for whoever comes second; AlreadyRunning if it is held."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.seek(0)
            raise AlreadyRunning(self._file.read().strip()) from error
        self._file.seek(0)
        self._file.truncate()
        self._file.write(note)
        self._file.flush()
