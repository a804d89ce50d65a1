"""Demos of a test's own; making one ready takes a minute, so what can be asked of the same one shares it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.embedded.processes import free_port
from tests.demo.stand import Demo, First


def _above() -> Iterator[Path]:
    above = Path(tempfile.mkdtemp(prefix="motcua-demo-"))
    yield above
    shutil.rmtree(above, ignore_errors=True)


@pytest.fixture
def demo() -> Iterator[Demo]:
    """One that nobody has started."""
    for above in _above():
        yield Demo(free_port(), free_port(), above / "dữ liệu thử")


@pytest.fixture(scope="package")
def first() -> Iterator[First]:
    """One that was started for the first time, as make does it: it is another program's child; the folder's name has a
    space and diacritics. Who stops it leaves its data to whoever comes next."""
    for above in _above():
        demo = Demo(free_port(), free_port(), above / "dữ liệu thử")
        started = First(demo, demo.as_make_does(), "")
        try:
            started.said = demo.until_ready(started.process)
            yield started
        finally:
            started.process.kill()
