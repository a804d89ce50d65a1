"""A demonstration can be started on any day: at Tết, on a Sunday night, in a year whose days off nobody knows yet."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import Commune
from accounts.reference import load as load_reference
from calendars.loading import load as load_calendars
from dossiers.states import TABLE, Status
from foundation import scoping
from portal.seeding.houses import build
from portal.seeding.invented.people import Numbers, Population
from portal.seeding.lives import By
from portal.seeding.mirrored import mirrored
from portal.seeding.telling import Teller, Versions
from portal.seeding.waiting import waiting
from procedures.importing import import_catalogue
from tests.seeding.reading import within

OFFICE, COUNTER = {By.HEAD, By.OFFICER, By.SIGNER, By.CLERK}, {By.RECEPTIONIST, By.GUIDE, By.RETURNER, By.CASHIER}
PHONES = {f"p{n:02}": {"id": f"p{n:02}", "name": f"Nguyễn Văn {n}", "phone": f"849000000{n:02}"} for n in range(1, 41)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day",
    [
        "2026-02-18T20:00",
        "2026-11-28T18:30",
        "2026-11-30T00:35",
        "2026-11-24T05:00",
        "2027-03-08T03:00",
        "2028-01-02T12:00",
    ],
)
def test_stories_of_any_day(day):
    """Given this moment, then stories can be told: no act after it, none of an official outside the hours."""
    moment, chance = datetime.fromisoformat(day).replace(tzinfo=UTC), random.Random(7)
    with scoping.system("test"):
        load_reference()
        load_calendars()
        import_catalogue((Path(settings.BASE_DIR) / "procedures/data/catalogue.yaml").read_text())
        house = build("H36", "!")
        communes = list(Commune.objects.filter(province=house.province))
        people = Population(chance, "H36", house.province.name, communes, PHONES, Numbers())
        teller = Teller(chance, house, people, Versions(), moment)
        stories = [*waiting(teller), *mirrored(teller, 200), *teller.stories(250)]
    assert len([s for s in stories if s.life.status is Status.SUBMITTED]) >= 3
    for story in stories:
        for step in story.life.steps:
            assert step.at < moment
            hours = story.setting
            if hours and step.by in OFFICE | COUNTER:
                assert within(hours.office if step.by in OFFICE else hours.counter, step.at), (step.kind, step.at)
    moves = {(s.before, s.after.status) for story in stories if story.setting for s in story.life.steps}
    assert {(a, b) for a, b in moves if a is not b} <= {
        (before, following) for (before, _act), following in TABLE.items()
    }
