from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from tests.matrix.people import Matrix, build


@pytest.fixture(scope="package")
def made(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Matrix]:
    """Two provinces with somebody in every post, committed and signed in; what a test does is undone."""
    from foundation.redis import client, key

    files = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path_factory.mktemp("files"))},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with django_db_blocker.unblock():
        try:
            with override_settings(STORAGES=files):
                matrix = build()
            matrix.storages = files
            yield matrix
        finally:
            call_command("flush", interactive=False, verbosity=0, allow_cascade=True)
            for name in client().scan_iter(key("*").encode()):
                client().delete(name)


@pytest.fixture
def matrix(made, db, redis_url, settings, _files_of_the_test) -> Iterator[Matrix]:
    """Whoever signs out in a test is signed in again in the next: the row is there still, and so is the cookie."""
    settings.STORAGES = made.storages
    clients = [*made.officials.values(), *made.nobodies.values()]
    kept = [copy(client.cookies) for client in clients]
    yield made
    for client, cookies in zip(clients, kept, strict=True):
        client.cookies = cookies


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
