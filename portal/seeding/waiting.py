"""Filings of the last hours that nobody has looked at yet: a newcomer needs something to accept."""

from collections.abc import Iterator
from datetime import timedelta

from foundation.local_time import to_local
from portal.seeding.lives import By, arrival
from portal.seeding.lives.living import Living
from portal.seeding.services import SERVICES
from portal.seeding.story import Member, Story
from portal.seeding.telling import Teller

# the first is whom the printed walk begins with
WHO = {"H05": ("p01", "p02", "p06", "p08"), "H19": ("p17", "p14", "p21"), "H36": ("p24", "p35", "p36")}
_HOURS = 14.0


def waiting(teller: Teller) -> Iterator[Story]:
    """Land transfers filed through the National Portal at the province's centre, by people whose phones show it."""
    chance, house = teller.chance, teller.house
    service = SERVICES[0]
    agency, counter = house.agencies[service.settles], house.agencies["centre"]
    version = teller.versions.on(service.code, to_local(teller.now).date())
    by_phone = {p.zalo: p for p in teller.people.neighbours + teller.people.professionals}
    for person in (by_phone[key] for key in WHO[house.province.code] if key in by_phone):
        if version is None:
            return
        commune = house.agencies["ward"].commune
        assert commune is not None
        setting = teller.setting(version, agency, counter, "", commune, to_local(teller.now).date())
        filed = arrival(chance, setting.counter, teller.now - timedelta(minutes=2), _HOURS / 24, afar=True)
        living = Living(chance, setting, teller.now, filed, By.PORTAL)
        for _ in range(2):
            living.attach(living.last + timedelta(seconds=chance.uniform(1, 6)))
        yield Story(
            house, version, "", agency, counter, commune, "national_portal", teller.about(service, "", commune, person),
            [Member("applicant", person, notify=True)], True, living.stand(), setting,
        )  # fmt: skip
