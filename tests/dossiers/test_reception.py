"""What is filed from afar is answered within eight working hours, before any clock of the dossier (NĐ 297/2025)."""

from datetime import datetime, timedelta

import pytest

from calendars.queries import calendar_for
from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.request_supplement import request_supplement
from dossiers.models import Dossier
from dossiers.reception import replies_due, reply_due
from foundation import scoping
from foundation.local_time import LOCAL
from tests.support.world import filed

pytestmark = pytest.mark.django_db


def at(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (at(7, 9), at(8, 9)),  # Monday morning: Tuesday, the same hour
        (at(4, 16), at(7, 16)),  # Friday afternoon: over the weekend
        (at(5, 10), at(7, 17, 30)),  # Saturday: the whole of Monday
        (at(7, 19, 30), at(8, 17, 30)),  # after hours
    ],
)
def test_eight_working_hours_of_the_counter(world, received, due):
    assert reply_due(received, calendar_for(world.centre.id)) == due


def test_only_what_waits_and_came_from_afar(world):
    afar, counter = filed(world, 1, channel="national_portal"), filed(world, 2)
    taken = filed(world, 3, channel="online", accept=True)
    with scoping.system("test"):
        assert set(replies_due(Dossier.objects.all())) == {afar.id}
    assert counter.id != taken.id


def test_what_was_supplemented_waits_anew(world):
    row = filed(world, 1, channel="online")
    with scoping.system("test"):
        Dossier.objects.filter(id=row.id).update(submitted_at=row.submitted_at - timedelta(days=9))
        first = replies_due(Dossier.objects.all())[row.id]
    with world.scope("receptionist"):
        request_supplement(row.id, actor=world.actor("receptionist"), reason="Thiếu đơn")
        receive_supplement(row.id, actor=world.actor("receptionist"))
    with scoping.system("test"):
        assert replies_due(Dossier.objects.all())[row.id] > first + timedelta(days=7)
