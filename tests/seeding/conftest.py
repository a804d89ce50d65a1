"""One seeded demonstration for all tests of this folder: real rows, real phones; nothing here changes them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings

from foundation import scoping
from foundation.local_time import now
from tests.support.emptying import afresh
from tests.support.emulator import Emulator, running

STARTED = {"MEDIA": "files"}


@dataclass
class Demo:
    """The seeded database, the emulator with its phones, and when seeding began and ended."""

    emulator: Emulator
    began: datetime
    ended: datetime
    folder: Path

    @property
    def greeting(self) -> str:
        return (self.folder / "accounts.txt").read_text()


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder / "files")},
    }  # fmt: skip
    with running("--no-rate-limit", "--receipt-delay", "-1") as emulator, django_db_blocker.unblock():
        from django.conf import settings

        told = {"ZALO_EMULATOR_URL": emulator.url, "DEMO_DATA_DIR": str(folder)}
        given = {name: os.environ.get(name) for name in told}
        os.environ.update(told)
        try:
            with override_settings(
                DEMO=True, STORAGES={**settings.STORAGES, "default": storage}, **emulator.environment()
            ):
                afresh()
                began = now()
                call_command("seed_demo", verbosity=0)
                yield Demo(emulator, began, now(), folder)
        finally:
            for name, value in given.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def seeded(demo: Demo, db: None) -> Iterator[Demo]:
    """The demonstration, read as the system."""
    with scoping.system("test"):
        yield demo
