"""What a person has to mend is on the first page of the back office, for those whose province it is."""

from datetime import timedelta

import pytest

from events.models import Event, Unplanned
from foundation import scoping
from foundation.local_time import now
from tests.office.test_office import signed_in, text
from tests.support import world as worlds
from tests.support.world import filed
from zalo.actions.raise_alarm import raise_alarm
from zalo.models import Alarm, OfficialAccount

pytestmark = pytest.mark.django_db


def untold(world, minutes: int) -> None:
    """A change of this province whose messages could not be planned so many minutes ago."""
    filed(world, accept=True)
    with scoping.system("test"):
        event = Event.objects.get(kind="dossier.accepted", province_id=world.province.pk)
        Unplanned.objects.create(
            event_id=event.id, subject_id=event.subject_id, seq=event.seq, subscriber="notifications.plan",
            error="ValueError", since=now() - timedelta(minutes=minutes),
        )  # fmt: skip


def test_changes_that_nobody_was_told_of(world, client):
    untold(world, minutes=2)
    signed_in(client, world, "case_officer")
    assert "1 thay đổi chưa lập được tin báo" in text(client.get("/can-bo/"))


def test_what_is_about_to_be_tried_again_alarms_nobody(world, client):
    untold(world, minutes=0)
    signed_in(client, world, "case_officer")
    assert "chưa lập được tin báo" not in text(client.get("/can-bo/"))


def test_a_dead_grant(world, client):
    with scoping.system("test"):
        oa = OfficialAccount.objects.create(province=world.province, oa_id="1", app_id="2", is_current=True)
        raise_alarm(oa, Alarm.Kind.GRANT_DEAD, detail="invalid refresh token")
    signed_in(client, world, "case_officer")
    assert "cần cấp quyền lại cho OA" in text(client.get("/can-bo/"))


def test_another_province_sees_nothing_of_it(world, client):
    untold(world, minutes=2)
    with scoping.system("test"):
        oa = OfficialAccount.objects.create(province=world.province, oa_id="1", app_id="2", is_current=True)
        raise_alarm(oa, Alarm.Kind.GRANT_DEAD)
    elsewhere = worlds.build("H19", "Đồng Nai", catalogue=False)
    signed_in(client, elsewhere, "case_officer")
    page = text(client.get("/can-bo/"))
    assert "chưa lập được tin báo" not in page and "Cảnh báo" not in page
