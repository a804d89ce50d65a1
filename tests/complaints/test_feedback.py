"""Feedback: whose it is, when it is answered, who reads it."""

import unicodedata
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from accounts.models import Position
from accounts.roles import Role
from complaints import clock
from complaints.actions.submit_feedback import NewFeedback, submit_feedback
from complaints.models import Feedback
from complaints.policies import visible
from foundation import scoping
from foundation.errors import InvalidInput
from foundation.local_time import to_local, today_local
from tests.support import world as worlds
from tests.support.world import filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, redis_url):
    return worlds.build()


def sent(**changes):
    values = {
        "kind": "rules", "province": "H05", "text": "Hồ sơ chậm", "name": "Trần Thử", "phone": "0900000009",
    }  # fmt: skip
    return submit_feedback(NewFeedback(**{**values, **changes}))


def test_the_answer_is_due_after_working_days_not_calendar_days(world):
    """Over Tết 2026 (off 14/2–22/2) the fifteenth working day after 10/2 is 10/3; 21 days would be 3/3."""
    received = datetime(2026, 2, 10, 2, 0, tzinfo=UTC)
    with scoping.system("test"):
        until = to_local(clock.answer_by(world.centre.id, received))
        working = clock.calendar_for(world.centre.id)
    days = [d for d in range(11, 29) if working.is_working(datetime(2026, 2, d).date())]
    days += [d for d in range(1, until.day + 1) if working.is_working(datetime(2026, 3, d).date())]
    assert len(days) == 15 and (until.month, until.day) != (3, 3)
    assert not clock.is_provisional(world.centre.id, until)


def test_a_year_without_known_days_off_is_provisional(world):
    assert clock.is_provisional(world.centre.id, datetime(2028, 1, 20, tzinfo=UTC))


def test_the_dossier_names_the_agency_however_it_is_typed(world):
    dossier = filed(world, accept=True)
    row = sent(dossier_code=" " + dossier.code.lower().replace("-", " - "))
    assert row.agency == world.department
    assert sent(dossier_code="H05.000-990101-0001").agency is None


def test_a_dossier_of_another_province_names_nobody(world):
    elsewhere = worlds.build("H19", "Đồng Nai", catalogue=False)
    assert sent(province="H19", dossier_code=filed(world, accept=True).code).agency is None
    with pytest.raises(InvalidInput) as refused:
        sent(province="H05", agency=elsewhere.department.code)
    assert [e.field for e in refused.value.errors] == ["agency"]


def test_a_long_decomposed_name_is_kept_composed(world):
    name = "Nguyễn " * 57
    row = sent(name=unicodedata.normalize("NFD", name))
    with scoping.system("test"):
        assert Feedback.objects.get(id=row.id).name == name.strip()
    with pytest.raises(InvalidInput):
        sent(name="ễ" * 401)


WIDE = {"centre_director", "controller", "inspector", "admin", "inspector_away"}
READERS = {
    ("rules", "department"): {"case_officer", "unit_head", *WIDE},
    ("rules", "centre"): {"receptionist", *WIDE},
    ("rules", ""): {"receptionist", *WIDE},
    ("conduct", "department"): WIDE - {"admin"},
    ("conduct", "centre"): {"inspector_away"},
    ("conduct", ""): WIDE - {"admin"},
}


def with_an_inspector_elsewhere(house):
    """Those of the centre answer for the whole province, yet not for what is said about the centre."""
    with scoping.system("test"):
        house.people["inspector_away"] = worlds.official(house, Role.INSPECTOR, "justice", suffix="-away")
    return house


@pytest.mark.parametrize(("kind", "agency"), READERS)
def test_who_reads_it_by_query_and_by_the_database(world, kind, agency):
    elsewhere = with_an_inspector_elsewhere(worlds.build("H19", "Đồng Nai", catalogue=False))
    with_an_inspector_elsewhere(world)
    row = sent(kind=kind, agency=world.agencies[agency].code if agency else "")
    asked = ["case_officer", "unit_head", "receptionist", "other_officer", *sorted(WIDE)]
    for house in (world, elsewhere):
        for role in asked:
            may = house is world and role in READERS[(kind, agency)]
            with house.scope(role):
                assert Feedback.objects.filter(id=row.id).exists() is may, role
                assert visible(scoping.current()).filter(id=row.id).exists() is may, role


def test_whoever_holds_a_post_in_the_unit_too_does_not_read_of_it(world):
    # given an inspector away from the centre who also has a post at the department that is spoken of
    with_an_inspector_elsewhere(world)
    row, person = sent(kind="conduct", agency=world.department.code), world.people["inspector_away"]
    post = {"user": person, "agency": world.department, "role": Role.CASE_OFFICER}
    ended = {"valid_from": today_local() - timedelta(days=9), "valid_to": today_local() - timedelta(days=1)}
    for may, dates in ((True, ended), (False, {"valid_from": today_local()})):
        with scoping.system("test"):
            Position.objects.create(**post, **dates)
        # then it is not read while that post lasts
        with world.scope("inspector_away"):
            assert Feedback.objects.filter(id=row.id).exists() is may
            assert visible(scoping.current()).filter(id=row.id).exists() is may


def test_a_system_of_the_province_reads_nothing_about_conduct(world):
    told, said = sent(), sent(kind="conduct")
    with scoping.staff(world.province.id, None):
        for found in (Feedback.objects.all(), visible(scoping.current())):
            assert set(found.values_list("id", flat=True)) == {told.id} and said.id != told.id


def test_without_a_scope_nothing_is_read(world):
    sent()
    assert not Feedback.objects.exists() and not visible(scoping.Scope("citizen", person_id=uuid4())).exists()
