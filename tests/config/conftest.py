import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.house import House


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="motcua-house-"))
    made = House(folder)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)
