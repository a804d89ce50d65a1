"""One program per data folder, and one server per data directory."""

import fcntl
import os
import time
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


def held_by_child(path: Path, patience: float) -> int:
    """An ``flock`` to hand to a child and close after that: it lasts as long as the child and the child's children.

    Waits ``patience`` seconds for those of an earlier start, which may still be writing their last pages after a
    kill -9 of their parent; then AlreadyRunning.
    """
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if time.monotonic() > deadline:
                os.close(descriptor)
                raise AlreadyRunning(str(path)) from error
            time.sleep(0.1)
        else:
            return descriptor
