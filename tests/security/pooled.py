"""Run as a process of its own with a pool of one connection: what does the next user of that connection see?

Prints a JSON object: moment -> [the server's process, the scope left behind, dossiers read, users read].
"""

import contextlib
import json
import sys
import threading
from typing import Any

import django

django.setup()

from django.db import DatabaseError, connection  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import User  # noqa: E402
from foundation import scoping  # noqa: E402
from portal.office import desk  # noqa: E402

seen: dict[str, list[Any]] = {}


def look(moment: str) -> None:
    """Take the connection out of the pool without entering a scope, look, and put it back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_backend_pid(), coalesce(nullif(current_setting('motcua.scope', true), 'none'), ''),"
            " (SELECT count(*) FROM dossiers_dossier), (SELECT count(*) FROM accounts_user)"
        )
        seen[moment] = list(cursor.fetchone())
    connection.close()


def inside(moment: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), scope_kind(), (SELECT count(*) FROM dossiers_dossier), 0")
        seen[moment] = list(cursor.fetchone())


with scoping.system("test"):
    inside("in system scope")
    user = User.objects.get(username=sys.argv[1])
    province, other = (
        user.province_id,
        User.objects.exclude(province=user.province_id).exclude(province=None).first().province_id,
    )
connection.close()
look("after a scope")

try:
    with scoping.system("test"):
        raise RuntimeError
except RuntimeError:
    pass
connection.close()
look("after an exception")

try:
    with scoping.system("test"), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
except DatabaseError:
    pass
connection.close()
look("after an SQL error")

with scoping.staff(province, None):
    inside("outer")
    with scoping.system("test"):
        inside("inner")
    inside("outer again")
    try:
        with scoping.system("test"):
            raise RuntimeError
    except RuntimeError:
        inside("outer after the inner one failed")
    try:
        with scoping.system("test"), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
    except DatabaseError:
        inside("outer after an SQL error in the inner one")
connection.close()
look("after nested scopes")

scope = scoping.system("test")
scope.__enter__()
connection.connection.close()  # the server goes away in the middle
with contextlib.suppress(DatabaseError):
    scope.__exit__(None, None, None)
connection.close()
look("after a cut connection")

client = Client(raise_request_exception=False)
with scoping.system("test"):
    client.force_login(user, backend="accounts.sign_in.ScopedModelBackend")
connection.close()
answer = client.get("/can-bo/")
assert answer.status_code == 200, answer.content
look("after a page")


def broken(*_args: Any) -> None:
    raise ZeroDivisionError


desk.queries.by_urgency = broken
assert client.get("/can-bo/").status_code == 500
look("after a page that crashed")
assert Client().get("/").status_code == 200
look("after a public page")


def elsewhere() -> None:
    with scoping.staff(other, None):
        inside("another thread, another province")
    connection.close()


thread = threading.Thread(target=elsewhere)
thread.start()
thread.join()
look("after another thread")
print(json.dumps(seen))
