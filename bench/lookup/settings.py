"""The product's settings with another front door (``BENCH_HOUSE``: ``empty`` or ``naked``)."""

import os

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.lookup.urls"
if os.environ["BENCH_HOUSE"] == "naked":
    MIDDLEWARE: list[str] = []
BENCH_BODY_BYTES = int(os.environ["BENCH_BODY_BYTES"])
