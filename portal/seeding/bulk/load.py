"""The load as a whole: refuse where real data could be, find the places, work in several processes."""

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from accounts.models import User
from accounts.reference import load as load_reference
from calendars.loading import load as load_calendars
from foundation import scoping
from foundation.local_time import now
from portal.seeding.bulk.batch import Batch
from portal.seeding.bulk.crowd import gather
from portal.seeding.bulk.places import Place, places
from portal.seeding.bulk.story import SPAN
from portal.seeding.houses import PROVINCES, build
from portal.seeding.run import NotADemo
from procedures.importing import import_catalogue

BATCH = 5000
PER_PERSON = 8  # dossiers that one citizen has, on average
_ANALYZE = """
  dossiers_dossier, dossiers_party, dossiers_dossierword, dossiers_clockentry, dossiers_duerecord, dossiers_remark, dossiers_dossierstep,
  events_event, events_eventposition, notifications_message, notifications_attempt, accounts_citizen, accounts_consent
"""


@dataclass(frozen=True)
class Loaded:
    """What a load did: dossiers, rows in all, and real seconds."""

    dossiers: int
    rows: int
    seconds: float


def check() -> None:
    """NotADemo unless this is the database of a demo, a benchmark or a test."""
    if not (settings.DEMO or settings.TESTING):
        raise NotADemo("Chỉ nạp hồ sơ hàng loạt khi DEMO=1.")
    with scoping.system("load dossiers"):
        if settings.TESTING or not User.objects.exists() or User.objects.filter(username="quantri.h05").exists():
            return
    raise NotADemo("Cơ sở dữ liệu này đã có người dùng và không phải bản chạy thử; không nạp gì.")


def prepare() -> list[Place]:
    """The places of this database; the demonstration's provinces are built where it is empty."""
    with scoping.system("load dossiers"):
        if not User.objects.exists():
            load_reference()
            load_calendars()
            import_catalogue((Path(settings.BASE_DIR) / "procedures/data/catalogue.yaml").read_text())
            for code in PROVINCES:
                build(code)
        found = places()
    if not found:
        raise NotADemo("Không có nơi nào nhận hồ sơ: cần thủ tục, cơ quan có thẩm quyền và cán bộ.")
    return found


def load(count: int, *, seed: int = 1, ledger: float = 1.0, jobs: int = 1, span: float = SPAN) -> Loaded:
    """Load ``count`` dossiers of the last ``span`` days in this process, or in ``jobs`` processes, each with the agencies
    of its own."""
    check()
    began = time.monotonic()
    found = prepare()
    with scoping.system("load dossiers"):
        gather(people_for(count), random.Random(seed))  # noqa: S311 - invented
    if jobs > 1 and count > BATCH:
        rows = _spread(count, seed, ledger, jobs, span)
    else:
        rows = work(found, count, people_for(count), seed, ledger, span)
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE " + _ANALYZE)
    return Loaded(count, rows, time.monotonic() - began)


def people_for(count: int) -> int:
    return max(20, count // PER_PERSON)


def work(found: list[Place], count: int, people: int, seed: int, ledger: float, span: float) -> int:
    """Write ``count`` dossiers at these places, batch by batch; how many rows that made."""
    chance = random.Random(seed)  # noqa: S311 - invented
    with scoping.system("load dossiers"):
        crowd = gather(people, random.Random(seed))  # noqa: S311 - invented
    batch, rows, left = Batch(chance, settings.PUBLIC_URL, ledger, span), 0, count
    while left:
        size = min(BATCH, left)
        rows += batch.write(found, crowd, size, now())
        left -= size
    return rows


def own_share(found: list[Place], part: int, parts: int) -> list[Place]:
    """The places of one process: agencies are not shared, so that no two wait for one day's counter."""
    agencies = sorted({p.agency.code for p in found})
    mine = set(agencies[part::parts])
    return [p for p in found if p.agency.code in mine]


def _spread(count: int, seed: int, ledger: float, jobs: int, span: float) -> int:
    """Run ``loaddossiers`` in several processes."""
    children = []
    for part in range(jobs):
        share = count // jobs + (part < count % jobs)
        command = [
            sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "loaddossiers", str(share), "--seed", str(seed + part),
            "--ledger", str(ledger), "--part", f"{part}/{jobs}", "--people", str(people_for(count)),
            "--days", str(span),
        ]  # fmt: skip
        children.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)))
    rows = 0
    for child in children:
        said, _err = child.communicate()
        if child.returncode:
            raise RuntimeError("loaddossiers failed in one of its processes")
        rows += int(said.split()[-1])
    return rows
