"""A scope ends with its transaction: whoever gets the connection next, out of a pool of one, has none."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from foundation import scoping
from tests.security.two_provinces import raw
from tests.support.workers import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("houses")]


@pytest.fixture
def seen(houses):
    environment = {
        **os.environ, "DATABASE_URL": address(), "REDIS_URL": settings.REDIS_URL, "REDIS_PREFIX": settings.REDIS_PREFIX,
        "TESTING": "1", "DB_POOL": "1", "DB_POOL_SIZE": "1", "DJANGO_SETTINGS_MODULE": "portal.settings",
    }  # fmt: skip
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    who = houses.a.world.people["centre_director"].username
    done = subprocess.run(
        [sys.executable, "-m", "tests.security.pooled", who], capture_output=True, text=True, timeout=120,
        env=environment, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_nothing_is_left_behind_on_the_connection(seen, houses):
    after = {moment: row for moment, row in seen.items() if moment.startswith("after")}
    assert len(after) == 9
    assert {m: row[1:] for m, row in after.items() if row[1:] != ["", 0, 0]} == {}
    # it is one connection that went from hand to hand (a new one after the cut)
    assert len({row[0] for row in seen.values()}) == 2
    with scoping.system("test"):
        total = raw("SELECT count(*) FROM dossiers_dossier")[0][0]
    here = len(houses.a.rows["dossiers_dossier"])
    assert seen["in system scope"][1:3] == ["system", total] == seen["inner"][1:3]
    for moment in (
        "outer", "outer again", "outer after the inner one failed", "outer after an SQL error in the inner one",
    ):  # fmt: skip
        assert seen[moment][1:3] == ["staff", here], moment
    assert seen["another thread, another province"][1:3] == ["staff", len(houses.b.rows["dossiers_dossier"])]
