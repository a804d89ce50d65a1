"""Real PostgreSQL and Redis for a test run: the given ones, or throw-away ones from wheels.

Loaded with ``-p tests.early``, because Django's settings are read before any conftest.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from foundation.embedded import start


def provide() -> None:
    """Set ``DATABASE_URL`` and ``REDIS_URL`` for this process and its workers; ends what it started at exit."""
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    folder = Path(tempfile.mkdtemp(prefix="motcua-test-"))
    folder.chmod(0o711)
    services = start(folder, durable=False)
    os.environ.update(services.environment())

    def end() -> None:
        services.stop()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)


os.environ.setdefault("TESTING", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
os.environ["REDIS_PREFIX"] = f"test{os.getpid()}:"
if not os.environ.get("PYTEST_XDIST_WORKER"):
    provide()
