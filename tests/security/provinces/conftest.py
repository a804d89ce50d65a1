from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from tests.security.logs import capture
from tests.security.two_provinces import House, fill
from tests.support.emulator import running


@pytest.fixture(scope="package")
def houses(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """Bắc Ninh and Đồng Nai with everything in them, committed; emptied at the end. For tests that change nothing."""
    from foundation.redis import client, key
    from zalo.inbox import accounts

    files = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path_factory.mktemp("files"))},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with running("--no-rate-limit", "--receipt-delay", "-1") as emulator, django_db_blocker.unblock():
        assert connection.settings_dict["NAME"].startswith("test_"), "mark the tests with django_db"
        accounts.forget()
        there = {f"ZALO_{host}_URL": emulator.url for host in ("OAUTH", "OPENAPI", "BUSINESS", "GRAPH")}
        try:
            with override_settings(STORAGES=files, DELIVERY_TIME_SCALE=0.01, **there), capture() as lines:
                a: House = fill(emulator, "H05", "Bắc Ninh", 10, first=True)
                b: House = fill(emulator, "H19", "Đồng Nai", 20, first=False)
            yield SimpleNamespace(a=a, b=b, log=lines())
        finally:
            call_command("flush", interactive=False, verbosity=0, allow_cascade=True)
            accounts.forget()
            for name in client().scan_iter(key("*").encode()):
                client().delete(name)
