"""The day's codes of one agency while a whole province is at its counters: none twice, none left out."""

import multiprocessing
import threading
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections

from dossiers.actions.accept import accept
from dossiers.code_schemes import national_on, recognised
from dossiers.models import Dossier
from foundation import scoping
from foundation.local_time import now, to_local
from tests.support import world as worlds
from tests.support.copies import copies
from tests.support.emptying import afresh
from tests.support.world import World, filed

CONNECTIONS, PROCESSES = 16, 4


def _accept_all(world: World, ids: list[UUID], at: datetime) -> list[str]:
    """Accept them over sixteen connections at once, in four processes; what went wrong."""
    connections.close_all()
    here = multiprocessing.get_context("fork")
    failures, ready = here.Queue(), here.Barrier(CONNECTIONS)
    shares = [ids[n::CONNECTIONS] for n in range(CONNECTIONS)]
    running = [
        here.Process(target=_hall, args=(world, shares[n::PROCESSES], at, ready, failures)) for n in range(PROCESSES)
    ]
    for process in running:
        process.start()
    for process in running:
        process.join()
    assert [process.exitcode for process in running] == [0] * PROCESSES
    return [failures.get(timeout=5) for _n in range(failures.qsize())]


def _hall(world: World, shares: list[list[UUID]], at: datetime, ready: Any, failures: Any) -> None:
    """One process: a counter, with a connection of its own, for each share."""
    actor = world.actor("receptionist")

    def counter(mine: list[UUID]) -> None:
        try:
            ready.wait(60)
            for dossier_id in mine:
                with world.scope("receptionist"):
                    accept(dossier_id, actor=actor, at=at)
        except Exception as error:  # noqa: BLE001
            failures.put(repr(error))
        finally:
            connection.close()

    running = [threading.Thread(target=counter, args=(share,)) for share in shares]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [2_000, pytest.param(10_000, marks=pytest.mark.soak)])
def test_codes_are_consecutive_and_distinct_under_load(count):
    """Given that many dossiers at one agency, when sixteen connections accept them, then the codes are 1 to that many."""
    afresh()
    world = worlds.build("H05", "Bắc Ninh")
    ids, at = copies(filed(world), count - 1), now()
    assert _accept_all(world, ids, at) == []
    day = to_local(at).date()
    with scoping.system("test"):
        codes = list(Dossier.objects.values_list("code", flat=True))
    scheme = national_on(day)
    assert sorted(codes) == sorted(scheme.write(world.department.code, day, n) for n in range(1, count + 1))
    assert all(scheme in [known.scheme for known in recognised(code)] for code in codes)
