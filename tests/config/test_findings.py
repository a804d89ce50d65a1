"""What the rooms' own checks find: provinces, listeners, the ledger, clocks, transport."""

from datetime import timedelta

import pytest

from accounts import checks as accounts
from accounts.models import Position, Province
from events import checks as events
from events.models import Event, FollowerCursor, Unplanned
from events.recording import mark_unplanned
from foundation import scoping, self_check
from foundation.checks import database
from foundation.local_time import now
from notifications import checks as notifications
from notifications.models import Message
from portal import checks as portal
from tests.support import world as worlds

pytestmark = pytest.mark.django_db


def found(check) -> list[tuple[str, str, str]]:
    """Level, name and everything said, as the system sees it; whatever is not well names its cure."""
    with scoping.system("test"):
        findings = list(check())
    assert all(f.cure for f in findings if f.level != "ok")
    return [(f.level, f.name, f"{f.message} {f.cure}") for f in findings]


@pytest.fixture
def world(redis_url):
    return worlds.build()


class TestProvinces:
    def test_a_served_one_is_named_and_well(self, world):
        assert found(accounts.provinces) == [("ok", "province H05", "Bắc Ninh ")]

    def test_nobody_to_call_and_nobody_to_administer(self, world):
        with scoping.system("test"):
            Province.objects.filter(id=world.province.id).update(hotline="")
            Position.objects.filter(role="admin").delete()
        levels = found(accounts.provinces)
        assert [level for level, *_rest in levels] == ["warning", "warning"]
        assert "đường dây nóng" in levels[0][2] and "quản trị" in levels[1][2]

    def test_its_own_address_must_be_answered(self, world, settings):
        with scoping.system("test"):
            Province.objects.filter(id=world.province.id).update(public_url="https://motcua.bacninh.example/")
        [(level, name, said), *_more] = found(accounts.provinces)
        assert (
            (level, name) == ("error", "province H05") and "ALLOWED_HOSTS" in said and "motcua.bacninh.example" in said
        )
        settings.ALLOWED_HOSTS = [".bacninh.example"]
        assert [level for level, *_rest in found(accounts.provinces)] == ["ok"]

    def test_none_served_yet(self):
        [(level, name, _said)] = found(accounts.provinces)
        assert (level, name) == ("warning", "provinces")


class TestListeners:
    def untold(self, world, minutes: int) -> None:
        worlds.filed(world)
        with scoping.system("test"):
            mark_unplanned(Event.objects.all()[0], "notifications", RuntimeError())
            assert Unplanned.objects.update(since=now() - timedelta(minutes=minutes)) == 1

    def test_an_event_that_nobody_was_told_of(self, world):
        self.untold(world, 11)
        [(level, _name, said)] = [f for f in found(events.listeners) if f[0] != "ok"]
        assert level == "error" and "subscriber_failed" in said

    def test_one_of_this_minute_is_given_time(self, world):
        self.untold(world, 1)
        assert [level for level, *_rest in found(events.listeners)] == ["ok"]

    def test_a_follower_that_stands_still(self, world):
        with scoping.system("test"):
            FollowerCursor.objects.create(
                name="webhooks", failing_since=now() - timedelta(minutes=11), error="ConnectionRefusedError"
            )
        [(level, _name, said)] = found(events.listeners)
        assert level == "error" and "webhooks" in said and "follower_failed" in said


class TestTheLedger:
    def late(self, minutes: int) -> list[tuple[str, str, str]]:
        with scoping.system("test"):
            assert Event.objects.exists()
            due = now() - timedelta(minutes=minutes)
            assert Message.objects.filter(state="queued").update(next_attempt_at=due) > 0
        return found(notifications.ledger)

    def test_a_message_whose_time_has_passed(self, world):
        worlds.filed(world, accept=True, applicant=worlds.person(1))
        [(level, name, said)] = self.late(11)
        assert (level, name) == ("error", "delivery") and "delivery" in said and "Zalo" in said
        assert [level for level, *_rest in self.late(1)] == ["ok"]


class TestTheDatabase:
    def test_clocks_that_differ(self, monkeypatch):
        assert found(database.clock)[0][0] == "ok"
        monkeypatch.setattr(database, "now", lambda: now() + timedelta(seconds=40))
        [(level, _name, said)] = found(database.clock)
        assert level == "error" and "40 giây" in said and "Đồng bộ giờ" in said

    @pytest.mark.parametrize(
        ("host", "sslmode", "expected"),
        [
            ("db.example.vn", "", ["warning"]), ("db.example.vn", "prefer", ["warning"]), ("db.example.vn", "verify-full", []),
            ("127.0.0.1", "", []), ("/run/postgresql", "", []), ("", "", []),
        ],
    )  # fmt: skip
    def test_personal_data_on_an_open_line(self, settings, monkeypatch, host, sslmode, expected):
        settings.PRODUCTION = True
        entry = {**settings.DATABASES["default"], "HOST": host, "OPTIONS": {"sslmode": sslmode} if sslmode else {}}
        monkeypatch.setitem(settings.DATABASES, "default", entry)
        assert [level for level, *_rest in found(database.transport)] == expected


def test_behind_a_proxy_that_nobody_named(settings):
    settings.PRODUCTION, settings.PUBLIC_URL, settings.TRUSTED_PROXIES = True, "https://dichvucong.example.vn", []
    [(level, _name, said)] = found(portal.proxies)
    assert level == "warning" and "TRUSTED_PROXIES" in said
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert found(portal.proxies) == []


def test_every_room_has_its_say(world):
    """A check that is written and never collected would be a comfort without a reason."""
    self_check.run_all()
    rooms = {name.partition(".")[0] for name in (*self_check._checks, *self_check._apart)}
    assert {"foundation", "accounts", "calendars", "events", "notifications", "portal", "procedures", "zalo"} <= rooms
