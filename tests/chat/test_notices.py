"""Taking a consent back, and giving it again, by a message (Luật 91/2025/QH15 Đ9)."""

import pytest

from accounts.actions.record_consent import record_consent
from accounts.consent_texts import text_of
from accounts.models import Citizen, Consent
from accounts.queries import have_withdrawn
from foundation import scoping
from portal.chat import notices
from portal.chat.router import answer
from portal.chat.speech import Speaker
from tests.support import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    with scoping.system("test"):
        made = [Citizen.objects.create(full_name=f"Người {n}") for n in range(2)]
    for citizen in made:
        record_consent(citizen, purpose="status_notice", channel="zalo", source="counter")
    return made


@pytest.fixture
def world(db):
    return worlds.build(catalogue=False)


def say(world, text: str, citizen=None):
    who = Speaker(
        world.province.id, world.province.id, "Bắc Ninh", "https://motcua.example.vn", "0222", citizen and citizen.id
    )
    return answer(who, text)


def rows() -> list[tuple[str, bool, str]]:
    with scoping.system("test"):
        found = Consent.objects.select_related("citizen").order_by("at", "id")
        return [(r.citizen.full_name, r.granted, r.source) for r in found]


def withdrawn(people) -> set:
    with scoping.system("test"):
        return have_withdrawn("status_notice", "zalo", citizens=[p.id for p in people])


@pytest.mark.parametrize("typed", ["dừng nhận tin", "Dung nhan tin.", "  NGỪNG   nhận tin ", "không nhận tin nữa"])
def test_one_message_stops_the_own_messages_at_once(world, people, typed):
    said = say(world, typed, people[0])
    assert "không gửi tin" in said.text and "nhận tin lại" in said.text
    assert withdrawn(people) == {people[0].id}
    assert rows()[-1] == ("Người 0", False, "chat")


def test_saying_it_twice_changes_nothing_more(world, people):
    for _ in range(2):
        say(world, "dừng nhận tin", people[0])
    assert len(rows()) == 3


def test_giving_it_again_shows_the_text_first_and_needs_a_word(world, people):
    say(world, "dừng nhận tin", people[0])
    said = say(world, "nhận tin lại", people[0])
    assert text_of("status_notice") in said.text and len(said.text) < 2000
    assert withdrawn(people) == {people[0].id}  # asking is not agreeing
    say(world, "đồng ý nhận tin", people[0])
    assert withdrawn(people) == set() and rows()[-1] == ("Người 0", True, "chat")


@pytest.mark.parametrize("typed", ["dừng nhận tin", "nhận tin lại", "đồng ý nhận tin"])
def test_an_account_that_is_nobody_s_is_told_where_and_changes_nothing(world, people, typed):
    before = rows()
    said = say(world, typed)
    assert "quầy một cửa" in said.text and "0222" in said.text
    assert rows() == before


@pytest.mark.parametrize("typed", ["dừng", "xin chào", "tra cứu", "dừng nhận tin của ông An nhé", "", "nhận"])
def test_other_texts_are_not_meant(typed):
    assert notices.reads(typed) is None
