"""The people and the beat of a house of its own, as processes: ``build``, ``act``, ``sweep``, ``ledger``.

Runs on the servers that the environment names; servers that go away are met as an official would: try again.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import django

PEOPLE = 30
LINKED = range(1, PEOPLE, 3)  # those are told by their linked account, the others by phone


def world() -> Any:
    """The province that ``build`` made."""
    from accounts.models import Agency, Province, User
    from foundation import scoping
    from tests.support.world import World

    with scoping.system("test"):
        found = World(Province.objects.get(code="H05"))
        found.agencies = {
            n: Agency.objects.get(code=c) for n, c in (("centre", "H05.000"), ("department", "H05.101.01"))
        }
        found.people = {r: User.objects.get(username=f"{r}.h05") for r in ("receptionist", "case_officer")}
    return found


def build(port: str) -> None:
    from django.core.management import call_command

    from dossiers.models import Party
    from foundation import scoping
    from tests.support import world as worlds
    from tests.support.emulator import Emulator
    from tests.support.zalo import connect, link

    call_command("migrate", verbosity=0)
    house, emulator = worlds.build(), Emulator(int(port), None)  # type: ignore[arg-type]
    connect(house, emulator)
    for number in LINKED:
        dossier = worlds.filed(house, number, applicant=worlds.person(number))  # filed, not accepted: nothing is told
        with scoping.system("test"):
            citizen = Party.objects.get(dossier=dossier).citizen_id
        link(house, emulator, f"p{number:02}", citizen)


def act(pause: str, stop_at: str, report: str) -> None:
    """Dossiers that each change three times, until the file ``stop_at`` exists; the tally goes to ``report``."""
    from django.db import DatabaseError, close_old_connections

    from dossiers.actions.receive_supplement import receive_supplement
    from dossiers.actions.request_supplement import request_supplement
    from tests.support.world import filed, person

    house, number = world(), 0
    officer = house.actor("case_officer")
    tally: dict[str, Any] = {"done": 0, "database_away": 0, "failed": []}
    while not Path(stop_at).exists():
        number += 1
        try:
            close_old_connections()
            dossier = filed(house, number, accept=True, applicant=person(number % PEOPLE + 1))
            tally["done"] += 1
            with house.scope("case_officer"):
                request_supplement(dossier.id, actor=officer, reason="Thiếu giấy tờ")
            tally["done"] += 1
            with house.scope("case_officer"):
                receive_supplement(dossier.id, actor=officer)
            tally["done"] += 1
        except DatabaseError as error:
            tally["database_away"] += 1
            tally["last_database"] = repr(error)[:300]
            time.sleep(0.2)
        except Exception as error:  # noqa: BLE001 - whatever else it is, the official's act failed: counted and shown
            tally["failed"].append(repr(error)[:300])
        Path(report).write_text(json.dumps(tally))
        time.sleep(float(pause))


def sweep() -> None:
    """What the beat, the housekeeping worker and the worker of the inbox do, for ever."""
    import redis
    from django.db import DatabaseError, close_old_connections
    from kombu.exceptions import OperationalError

    from events.tasks import sequence_and_follow
    from notifications.tasks import reconcile
    from notifications.tasks import sweep as once
    from zalo.tasks import sweep_inbox

    while True:
        for task in (once, sweep_inbox, reconcile, sequence_and_follow):
            try:
                close_old_connections()
                task()
            except (DatabaseError, OperationalError, redis.RedisError, OSError) as error:
                print(type(error).__name__, error, file=sys.stderr, flush=True)
        time.sleep(0.3)


def ledger() -> None:
    from django.db.models import F

    from foundation import scoping
    from notifications.models import Attempt, Message

    fields = ("id", "lane", "event_seq", "kind", "state", "reason", "tries", "ambiguous_since", "channel")
    with scoping.system("test"):
        shown = {"code": F("data__code"), "status": F("data__status")}
        rows = list(Message.objects.order_by("event_seq").values(*fields, **shown))
        unclear = Attempt.objects.filter(outcome="ambiguous").order_by("id")
        why = dict(unclear.values_list("message_id", "detail"))
    json.dump([{**row, "why": why.get(row["id"], "")} for row in rows], sys.stdout, default=str)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    {"build": build, "act": act, "sweep": sweep, "ledger": ledger}[sys.argv[1]](*sys.argv[2:])
