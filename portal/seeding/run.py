"""The demonstration's data, once."""

import random
import secrets
from collections.abc import Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection
from django.db.models import Model

from accounts.models import Agency, ApiClient, Commune, User
from accounts.reference import load as load_reference
from calendars.loading import load as load_calendars
from foundation import scoping
from foundation.local_time import now
from portal.seeding import desks, phones
from portal.seeding.fees import collect
from portal.seeding.houses import PASSWORD, PROVINCES, House, build
from portal.seeding.invented.people import Numbers, Population
from portal.seeding.links import accounts, link
from portal.seeding.mirrored import mirrored
from portal.seeding.rows import Sheets, Writer
from portal.seeding.rows.keys import Keys
from portal.seeding.rows.ledger import Ledger
from portal.seeding.rows.order import TABLES, number
from portal.seeding.rows.people import People
from portal.seeding.rows.voices import complain, vote
from portal.seeding.story import Staffing, Story
from portal.seeding.telling import Teller, Versions
from portal.seeding.waiting import waiting
from procedures.importing import import_catalogue

DOSSIERS = {"H05": 1050, "H19": 850, "H36": 1100}
SEED = 20261124  # the same chances at every seeding; what has happened by now differs
MARK = "quantri.h05"  # a database with this account is a demonstration's


class NotADemo(RuntimeError):
    """This database holds something else than a demonstration."""


def seed(chance: random.Random | None = None) -> bool:
    """Fill an empty demo database; whether anything was done. NotADemo where it is neither empty nor a demo's."""
    if not settings.DEMO:
        raise NotADemo("Chỉ nạp dữ liệu mẫu khi DEMO=1.")
    with scoping.system("seed demo"):
        if User.objects.filter(username=MARK).exists():
            return False
        if User.objects.exists():
            raise NotADemo("Cơ sở dữ liệu này đã có người dùng và không phải bản chạy thử; không nạp gì.")
        load_reference()
        load_calendars()
        import_catalogue((Path(settings.BASE_DIR) / "procedures/data/catalogue.yaml").read_text())
        phones.begin_again()
        history = _fill(chance or random.Random(SEED), now())  # noqa: S311 - invented lives
        phones.put(history)
    analyse()
    return True


def analyse() -> None:
    """Tell the planner what the tables hold now; until it knows, it may choose a way that takes minutes."""
    if not connection.in_atomic_block:
        tables: list[type[Model]] = [*TABLES, User, Agency, Commune]
        names = ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")


def _fill(chance: random.Random, moment: datetime) -> list[dict[str, Any]]:
    """Houses, people, dossiers with all that belongs to them; what the phones must show."""
    hashed, digest = make_password(PASSWORD), make_password(secrets.token_urlsafe(32))
    houses = [build(code, hashed) for code in PROVINCES]
    own = accounts(phones.world(), houses)
    known = {entry["id"]: entry for entry in phones.people()}
    sheets, keys, numbers, versions = Sheets(), Keys(chance), Numbers(), Versions()
    ledger = Ledger(chance, sheets, keys, own)
    people = People(sheets, keys)
    writer = Writer(chance, sheets, keys, people, ledger)
    stories: list[Story] = []
    staff: dict[Any, Staffing] = {}
    populations: list[Population] = []
    for house in houses:
        population = Population(
            chance, house.province.code, house.province.name, _communes(house), known, numbers
        )  # fmt: skip
        populations.append(population)
        stories += _stories(Teller(chance, house, population, versions, moment), DOSSIERS[house.province.code])
        staff[house.province.id] = Staffing(house, *_clients(house, digest))
    writer.write(stories, staff)
    for house, population in zip(houses, populations, strict=True):
        link(chance, writer, people, house, population, own[house.province.id], known, moment)
        complain(chance, writer, house, population, stories, moment)
    vote(chance, writer, moment)
    for position in number(writer.events):
        sheets.add(position)
    for event in writer.events:
        sheets.add(event)
    ledger.settle(moment)
    sheets.write(TABLES)
    for house in houses:
        collect(house)
    return sorted(ledger.history, key=lambda m: m["at"])


def _stories(teller: Teller, count: int) -> Sequence[Story]:
    """Those that wait for a newcomer, those of other systems, and for the rest the everyday ones."""
    found = [*waiting(teller), *mirrored(teller, count)]
    return [*found, *teller.stories(count - len(found))]


def _communes(house: House) -> list[Commune]:
    return list(Commune.objects.filter(province=house.province, valid_to=None).order_by("code"))


def _clients(house: House, digest: str) -> tuple[ApiClient, ApiClient]:
    """The systems that file and tell; nobody knows their secrets, since nobody needs them here."""
    names = (f"Cổng Dịch vụ công quốc gia – {house.province.name}", f"Hệ thống ngành dọc – {house.province.name}")
    portal, police = (
        ApiClient.objects.create(
            name=name, province=house.province, client_type="confidential", authorization_grant_type="client-credentials",
            allowed_scopes="dossiers:read dossiers:write", client_secret=digest,
        )
        for name in names
    )  # fmt: skip
    return portal, police


def connect() -> None:
    """Connect each province's account of the emulator, at every start: tokens and secrets are the emulator's; officials
    have their phones there.
    """
    told = phones.world()
    if told is None:
        return
    desks.equip()
    for account in told["oas"]:
        call_command(
            "zalo_connect", province=account["province"], oa_id=account["oa_id"], app_id=told["app_id"],
            refresh_token=account["refresh_token"], app_secret=told["app_secret"], oa_secret=account["oa_secret"],
            verbosity=0, stdout=StringIO(),
        )  # fmt: skip
        for by, template in account["templates"].items():
            call_command(
                "zalo_template", oa_id=account["oa_id"], kind="default", by=by, template_id=template, verbosity=0,
                stdout=StringIO(),
            )  # fmt: skip
