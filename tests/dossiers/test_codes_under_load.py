"""The day's codes of one agency while a whole province is at its counters: none twice, none left out."""

import threading
from collections import deque
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection

from dossiers.actions.accept import accept
from dossiers.code_schemes import national_on, recognised
from dossiers.models import Dossier, Party
from foundation import scoping
from foundation.ids import uuid7
from foundation.local_time import now, to_local
from tests.support import world as worlds
from tests.support.emptying import afresh
from tests.support.world import World, filed

CONNECTIONS = 16


def _waiting(world: World, count: int) -> list[UUID]:
    """So many dossiers filed at one counter, all copies of one."""
    dossier = filed(world)
    with scoping.system("test"):
        party = dossier.parties.get()
        ids = [dossier.id, *(uuid7() for _ in range(count - 1))]
        for start in range(1, count, 1000):
            some = ids[start : start + 1000]
            for row, model in ((dossier, Dossier), (party, Party)):
                values = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields if f.attname != "id"}
                mine = [{"id": i} if model is Dossier else {"dossier_id": i} for i in some]
                model.objects.bulk_create(model(**{**values, **own}) for own in mine)
    return ids


def _accept_all(world: World, ids: list[UUID], at: datetime) -> list[Exception]:
    """Accept them over sixteen connections at once; what went wrong."""
    waiting, failures, actor = deque(ids), [], world.actor("receptionist")
    ready = threading.Barrier(CONNECTIONS)

    def counter() -> None:
        try:
            ready.wait(30)
            while True:
                with world.scope("receptionist"):
                    accept(waiting.popleft(), actor=actor, at=at)
        except IndexError:
            pass  # nothing waits any more
        except Exception as error:  # noqa: BLE001
            failures.append(error)
        finally:
            connection.close()

    running = [threading.Thread(target=counter) for _ in range(CONNECTIONS)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return failures


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [2_000, pytest.param(10_000, marks=pytest.mark.soak)])
def test_codes_are_consecutive_and_distinct_under_load(count):
    """Given that many dossiers at one agency, when sixteen connections accept them, then the codes are 1 to that many."""
    afresh()
    world = worlds.build("H05", "Bắc Ninh")
    ids, at = _waiting(world, count), now()
    assert _accept_all(world, ids, at) == []
    day = to_local(at).date()
    with scoping.system("test"):
        codes = list(Dossier.objects.values_list("code", flat=True))
    scheme = national_on(day)
    assert sorted(codes) == sorted(scheme.write(world.department.code, day, n) for n in range(1, count + 1))
    assert all(scheme in [known.scheme for known in recognised(code)] for code in codes)
