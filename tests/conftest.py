"""What every test shares: real services, keys of its own in Redis, a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

from tests.support import emptying

_CHROMIUM_HINT = "không có Chromium: cài gói chromium của hệ điều hành hoặc đặt CHROMIUM=/đường/dẫn"


def chromium() -> str | None:
    """The browser: ``CHROMIUM``, else one on the PATH."""
    for name in (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        if name and (found := shutil.which(name)):
            return found
    return None


# folders that share what takes long to make: one worker runs all of each
_TOGETHER = ("tests/demo/", "tests/seeding/", "tests/security/provinces/", "tests/security/hostile/", "tests/matrix/")


class ByFile(LoadFileScheduling):
    """A file goes to one worker, and so do some folders."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return next((folder for folder in _TOGETHER if file.startswith(folder)), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile | None:
    return ByFile(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_configure() -> None:
    emptying.install()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Leave the status for whoever started us through ``make``, which hides it."""
    if not hasattr(session.config, "workerinput"):
        folder = session.config.cache.mkdir("exit") if session.config.cache else None
        if folder:
            (folder / "status").write_text(str(int(exitstatus)))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that need a browser say so with the marker ``browser`` (given to all of tests/browser)."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker("browser")
    wanted = [item for item in items if item.get_closest_marker("browser")]
    if wanted and chromium() is None:
        if os.environ.get("CI") == "true":
            raise pytest.UsageError(_CHROMIUM_HINT)
        for item in wanted:
            item.add_marker(pytest.mark.skip(reason=_CHROMIUM_HINT))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The installed Chromium, quiet, without a sandbox where we are root."""
    flags = [
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
        "--disable-gpu", "--disable-quic",
    ]  # fmt: skip
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": chromium(), "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}


@pytest.fixture
def redis_url(settings: Any) -> Iterator[str]:
    """The Redis of this run; the keys of this process are taken away before and after."""
    from foundation.redis import client, key

    def clear() -> None:
        for name in client().scan_iter(key("*").encode()):
            client().delete(name)

    clear()
    yield settings.REDIS_URL
    clear()


@pytest.fixture(autouse=True)
def _files_of_the_test(settings: Any, tmp_path: Path) -> None:
    """Uploads go to a folder of the test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
