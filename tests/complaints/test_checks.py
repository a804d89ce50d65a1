"""The self-check of feedback: somebody reads what is said about each agency."""

import pytest
from django.db.models import F

from accounts.models import Position
from accounts.roles import CONDUCT_READERS, Role
from complaints.checks import readers_of_conduct
from foundation import scoping
from tests.support import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return worlds.build(catalogue=False)


def found():
    with scoping.system("test"):
        return [(f.name, f.level, f.message) for f in readers_of_conduct()]


def test_where_all_readers_sit_at_the_centre_nobody_reads_of_the_centre(world):
    # given a director, a controller and an inspector of the centre
    ((name, level, message),) = found()
    assert (name, level) == ("feedback H05", "warning") and message.endswith(world.centre.name)
    # when an inspector sits elsewhere, then somebody reads of every agency
    with scoping.system("test"):
        worlds.official(world, Role.INSPECTOR, "justice", suffix="-away")
    assert found() == [("feedback H05", "ok", "4 người đọc phản ánh về hành vi của cán bộ")]


def test_a_province_without_readers_is_named(world):
    with scoping.system("test"):
        Position.objects.filter(role__in=CONDUCT_READERS).update(valid_to=F("valid_from"))
    assert [(level, "chưa ai đọc" in message) for _name, level, message in found()] == [("warning", True)]
