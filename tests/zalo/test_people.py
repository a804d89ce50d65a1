"""Who can be reached, who is who, and who may see it."""

from datetime import timedelta

import pytest

from accounts.actors import Actor
from accounts.models import Citizen
from events.models import Event
from foundation import scoping
from foundation.local_time import now
from tests.zalo.conftest import connect
from zalo.actions.link_user import link_user
from zalo.actions.raise_alarm import raise_alarm, raise_for
from zalo.models import (
    Alarm,
    ConversationLine,
    Grant,
    OfficialAccount,
    PhoneReach,
    TemplateMapping,
    ZaloUser,
)
from zalo.outcomes import Kind, Outcome, Stops
from zalo.people import reachable_user
from zalo.queries import accounts_of_scope, open_alarms
from zalo.reach import known_without_zalo, remember_no_zalo
from zalo.templates import mapping_for

pytestmark = pytest.mark.django_db
CLERK = Actor.system("test")


@pytest.fixture
def house():
    house = connect()
    with scoping.system("test"):
        house.citizen = Citizen.objects.create(full_name="Nguyễn Thị Thử")
    return house


def link(house, user="25", citizen=None):
    return link_user(house.oa, user, (citizen or house.citizen).pk, by=ZaloUser.LinkedBy.CODE, actor=CLERK)


def reach(house):
    with scoping.system("test"):
        return reachable_user(house.oa.pk, house.citizen.pk)


def test_a_linked_person_is_reachable_until_they_block_us(house):
    assert reach(house) is None
    person = link(house)
    assert reach(house) == person
    with scoping.system("test"):
        ZaloUser.objects.update(blocked=True)
    assert reach(house) is None


def test_a_claim_that_nobody_verified_reaches_nobody(house):
    with scoping.system("test"):
        ZaloUser.objects.create(oa=house.oa, province=house.province, user_id="25", citizen=house.citizen)
    assert reach(house) is None


def test_linking_twice_is_one_link_and_one_event(house):
    assert link(house) == link(house)
    with scoping.system("test"):
        assert Event.objects.filter(kind="zalo.linked").count() == 1


def test_a_telephone_changes_hands(house):
    link(house)
    with scoping.system("test"):
        other = Citizen.objects.create(full_name="Trần Văn Thử")
    link(house, citizen=other)
    assert reach(house) is None


def test_the_one_who_wrote_last_is_taken(house):
    link(house, "25")
    link(house, "26")
    with scoping.system("test"):
        ZaloUser.objects.filter(user_id="25").update(last_interaction_at=now())
    assert reach(house).user_id == "25"


def test_numbers_without_zalo_are_remembered_for_a_day():
    phones = ["+84900000001", "+84900000002"]
    remember_no_zalo(phones[0])
    remember_no_zalo(phones[0])
    assert known_without_zalo(phones) == {phones[0]}
    with scoping.system("test"):
        assert b"0000001" not in bytes(PhoneReach.objects.get().phone_index)
        PhoneReach.objects.update(learnt_at=now() - timedelta(hours=25))
    assert known_without_zalo(phones) == set()
    remember_no_zalo(phones[0])
    assert known_without_zalo(phones) == {phones[0]}


def test_a_stopped_template_stands_still_and_the_default_is_not_taken_for_it(house):
    with scoping.system("test"):
        TemplateMapping.objects.create(oa=house.oa, kind="default", by="phone", template_id="1")
        TemplateMapping.objects.create(oa=house.oa, kind="dossier.accepted", by="phone", template_id="2")
        assert mapping_for(house.oa.pk, "dossier.accepted", "phone").template_id == "2"
        assert mapping_for(house.oa.pk, "dossier.refused", "phone").template_id == "1"
        assert mapping_for(house.oa.pk, "dossier.refused", "uid") is None
    outcome = Outcome(Kind.STOP_CHANNEL, -146, "low quality", stops=Stops.TEMPLATE, alarm=True)
    raise_for(house.oa.pk, outcome, template_id="2")
    with scoping.system("test"):
        assert mapping_for(house.oa.pk, "dossier.accepted", "phone").template_id == "1"
        assert Alarm.objects.get().subject == "2"


def test_templates_by_phone_may_stop_alone(house):
    raise_for(house.oa.pk, Outcome(Kind.STOP_CHANNEL, -137, "no money", stops=Stops.PHONE, alarm=True))
    with scoping.system("test"):
        oa = OfficialAccount.objects.get()
    assert (oa.state, oa.phone_stopped_reason) == ("connected", "-137: no money")


def test_a_province_sees_its_own_accounts_and_alarms_and_nobody_sees_tokens(house):
    other = connect("T02", "999")
    with scoping.system("test"):
        raise_alarm(house.oa, Alarm.Kind.GRANT_DEAD)
        raise_alarm(other.oa, Alarm.Kind.GRANT_DEAD)
    link(house)
    with scoping.staff(house.province.pk, None):
        assert [a.oa_id for a in open_alarms()] == [house.oa.pk]
        assert [a.oa_id for a in accounts_of_scope()] == [house.oa.oa_id]
        assert ZaloUser.objects.count() == 1
        assert not Grant.objects.exists()
        assert not PhoneReach.objects.exists()
    with scoping.staff(other.province.pk, None):
        assert not ZaloUser.objects.exists()
    with scoping.citizen(house.citizen.pk):
        assert ZaloUser.objects.get().user_id == "25"
        assert not OfficialAccount.objects.exists()
        assert not Alarm.objects.exists()
    assert not OfficialAccount.objects.exists()


def test_the_chat_is_for_those_who_answer_for_the_whole_province(house):
    person = link(house)
    with scoping.system("test"):
        ConversationLine.objects.create(zalo_user=person, by="person", text="bí mật", at=now())
    with scoping.staff(house.province.pk, None):
        assert ConversationLine.objects.count() == 1
    with scoping.staff(house.province.pk, [house.province.pk]):
        assert not ConversationLine.objects.exists()
