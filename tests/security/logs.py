"""The log as it is written: through our own formatter, into a list."""

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def capture(level: int = logging.INFO) -> Iterator[Callable[[], list[str]]]:
    """All lines of the root logger, formatted as in production; the value is a function that gives them so far."""
    root = logging.getLogger()
    [formatter] = [h.formatter for h in root.handlers if h.formatter and "Processor" in type(h.formatter).__name__]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    handler.setLevel(level)
    before = root.level
    root.addHandler(handler)
    root.setLevel(level)
    try:
        yield lambda: stream.getvalue().splitlines()
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
