"""A program of its own that holds the embedded servers until it is ended: ``python -m tests.embedded.holder FOLDER``."""

import signal
import sys
import time
from pathlib import Path

from foundation.embedded import start
from foundation.embedded.locks import AlreadyRunning, FolderLock


def main() -> int:
    folder = Path(sys.argv[1])
    try:
        lock = FolderLock(folder)
        lock.take("thử")
    except AlreadyRunning as running:
        sys.stdout.write(f"held {running.note}\n")
        return 1
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job would ignore it
    services = start(folder)
    sys.stdout.write(f"{services.database_url} {services.redis_url}\n")
    sys.stdout.flush()
    try:
        while True:
            time.sleep(0.2)
    except KeyboardInterrupt:
        services.stop()
        return 0


if __name__ == "__main__":
    sys.exit(main())
