"""Stories that other systems settle: motorbikes of the police, and what a former province had in its own system."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from foundation.local_time import to_local
from portal.seeding.invented import wording
from portal.seeding.invented.addresses import before_the_merger
from portal.seeding.invented.people import Person
from portal.seeding.lives import arrival
from portal.seeding.lives.elsewhere import imported, told
from portal.seeding.services import FORMER, MIRRORED, MOTORBIKE
from portal.seeding.story import Member, Story
from portal.seeding.telling import SPAN, Teller

POLICE, FORMER_SYSTEM = "bca", "igate-binhthuan"
_SPAN = 120.0
_THEN = datetime(2025, 2, 3, tzinfo=UTC)  # the former Bình Thuận's last months, until 30/6/2025
_DAYS = 140
_LAND, _PERMIT = "1.013831", "1.013225"


def mirrored(teller: Teller, count: int) -> Iterator[Story]:
    """The share of ``count`` dossiers that this province only shows."""
    code = teller.house.province.code
    if "police" in teller.house.agencies:
        for number in range(int(count * MIRRORED[code])):
            story = _motorbike(teller, number)
            if story is not None:
                yield story
    yield from filter(None, (_former(teller, number) for number in range(FORMER.get(code, 0))))


def _motorbike(teller: Teller, number: int) -> Story | None:
    chance, agency = teller.chance, teller.house.agencies["police"]
    calendar = teller.calendar(agency)
    received = arrival(chance, calendar, teller.now - timedelta(minutes=10), _SPAN, afar=False)
    version = teller.versions.on(MOTORBIKE, to_local(received).date())
    if version is None:
        return None
    person, zalo = _rider(chance, teller)
    return Story(
        teller.house, version, "", agency, agency, None, "national_portal", wording.summary(chance, MOTORBIKE, ""),
        [Member("applicant", person, notify=True)], zalo, told(chance, calendar, teller.now, received, days=2), None, POLICE,
        f"G09.20-{to_local(received):%Y%m%d}-{chance.randrange(10**6, 10**7)}",
    )  # fmt: skip


def _rider(chance: random.Random, teller: Teller) -> tuple[Person, bool]:
    near = teller.house.agencies["police"].commune
    if chance.random() < 0.6:
        neighbour = teller.people.neighbour()
        return (neighbour if chance.random() < 0.3 else teller.people.relative(neighbour, near)), chance.random() < 0.96
    return teller.people.stranger(near), False


def _former(teller: Teller, number: int) -> Story | None:
    """Code, address and dates of the former province, verbatim; settled before it became part of this one."""
    chance = teller.chance
    procedure = _LAND if number % 3 else _PERMIT
    agency = teller.house.agencies["land" if procedure == _LAND else "ward"]
    version = teller.versions.on(procedure, to_local(teller.now).date())
    if version is None:
        return None
    received = _THEN + timedelta(days=_DAYS * chance.random())
    calendar = teller.calendar(agency)
    received = calendar.add(calendar.snap(received), chance.randrange(60, 8 * 3600))
    brought = calendar.snap(teller.now - timedelta(days=SPAN - 1)) + timedelta(seconds=7 * number + 1)
    person = teller.people.newcomer(agency.commune, female=number % 2 == 0)
    person.address = before_the_merger(chance)
    unit = "12" if procedure == _LAND else "31"
    return Story(
        teller.house, version, "", agency, agency, None, "national_portal",
        wording.summary(chance, procedure, "địa bàn Bình Thuận cũ"), [Member("applicant", person, notify=True)], False,
        imported(chance, calendar, received, brought, days=8), None, FORMER_SYSTEM,
        f"000.00.{unit}.H11-{to_local(received):%y%m%d}-{number + 11:04}",
    )  # fmt: skip
