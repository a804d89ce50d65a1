"""The limit per minute of an app, shared by every process, and the breaker of a host."""

import asyncio
import time

import pytest
import redis.asyncio
from django.conf import settings

from foundation.redis import client, key
from zalo.gate import Doors
from zalo.hosts import ForbiddenHost, Host, base_url


@pytest.fixture(autouse=True)
def _redis(redis_url):
    return redis_url


def door(doors, host=Host.OPENAPI, **options):
    return doors.door("app", "oa", host, **options)


def passed(doors, gate, tries):
    return sum(doors.go(gate) is None for _try in range(tries))


def test_the_limit_counts_over_all_processes(settings):
    settings.ZALO_APP_RATE_PER_MINUTE = 100
    first, second = Doors(), Doors()
    assert passed(first, door(first), 60) + passed(second, door(second), 60) <= 100
    one = Doors()
    refusal = one.go(door(one))
    while refusal is None:
        refusal = one.go(door(one))
    assert refusal.reason == "limit"
    assert 0 < refusal.retry_after <= 60


def test_templates_by_phone_are_not_counted_per_app(settings):
    settings.ZALO_APP_RATE_PER_MINUTE = 10
    doors = Doors()
    assert passed(doors, door(doors, Host.BUSINESS), 500) == 500


def test_the_package_limits_the_account(settings):
    doors = Doors()
    assert passed(doors, door(doors, account_limit=5), 50) == 5
    other = doors.door("app", "another", Host.OPENAPI)
    assert doors.go(other) is None


def test_a_changed_package_counts_at_once():
    doors = Doors()
    assert passed(doors, door(doors, account_limit=5), 10) == 5
    assert passed(doors, door(doors, account_limit=500), 10) == 10


def test_several_are_let_out_in_one_question():
    doors = Doors()
    with asyncio.Runner() as loop:
        away = redis.asyncio.Redis.from_url(settings.REDIS_URL)
        gate = door(doors, account_limit=40)
        assert loop.run(doors.go_async(gate, away, 30)) == (30, None)
        assert loop.run(doors.go_async(gate, away, 30)) == (10, None)
        granted, refusal = loop.run(doors.go_async(gate, away, 20))
        assert (granted, refusal.reason) == (0, "limit")
        loop.run(away.aclose())


def test_permits_are_taken_in_few_round_trips(monkeypatch):
    doors, trips = Doors(), []
    real = client().eval
    monkeypatch.setattr(client(), "eval", lambda *a: trips.append(1) or real(*a))
    assert passed(doors, door(doors), 1000) == 1000
    assert len(trips) < 30


def fail(doors, gate, times):
    for _time in range(times):
        if doors.go(gate) is None:
            gate.report(False)


def test_the_breaker_opens_on_failures_and_lets_one_probe_through(settings):
    settings.DELIVERY_TIME_SCALE = 1
    doors = Doors()
    gate = door(doors)
    fail(doors, gate, 40)
    refusal = doors.go(gate)
    assert refusal.reason == "breaker"
    assert 0 < refusal.retry_after <= 5.1
    # other hosts of the app are not concerned
    assert doors.go(door(doors, Host.BUSINESS)) is None
    # when its time has come, one request at a time tries
    client().hset(key("zalo:breaker:app:openapi"), "until", 0)
    fresh, other = Doors(), Doors()
    assert fresh.go(door(fresh)) is None
    assert other.go(door(other)).reason == "breaker"
    # three that go well close it
    for _time in range(3):
        door(fresh).report(True)
        assert fresh.go(door(fresh)) is None
    third = Doors()
    assert passed(third, door(third), 20) == 20


def test_a_probe_that_fails_opens_it_for_longer(settings):
    settings.DELIVERY_TIME_SCALE = 1
    doors = Doors()
    fail(doors, door(doors), 40)
    client().hset(key("zalo:breaker:app:openapi"), "until", 0)
    fresh = Doors()
    fail(fresh, door(fresh), 1)
    assert fresh.go(door(fresh)).retry_after > 5.1


def test_many_successes_keep_it_closed_through_a_few_failures():
    doors = Doors()
    gate = door(doors)
    for number in range(300):
        assert doors.go(gate) is None
        gate.report(number % 4 != 0)


def test_zalos_own_word_that_the_limit_is_reached_holds_every_process():
    doors = Doors()
    gate = door(doors)
    assert doors.go(gate) is None
    for name, life in gate.hold("app", 30):
        client().set(name, 1, px=life)
    other = Doors()
    assert other.go(door(other)).reason == "limit"


def test_without_redis_a_process_keeps_the_limit_by_itself(monkeypatch, settings):
    asked = []

    def away(*_args):
        asked.append(1)
        raise redis.ConnectionError

    settings.ZALO_APP_RATE_PER_MINUTE = 10
    monkeypatch.setattr(client(), "eval", away)
    monkeypatch.setattr(time, "time", lambda: 1_790_000_000.0)  # one minute, however slow the machine
    doors = Doors()
    assert passed(doors, door(doors), 30) == 10
    assert len(asked) < 30, "its time-out is not waited for at every request"


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:8100", True), ("http://localhost:8100", True), ("http://[::1]:8100", True),
        ("https://openapi.zalo.me", False), ("http://127.0.0.1.evil.vn", False), ("http://10.0.0.1", False),
    ],
)  # fmt: skip
def test_a_demo_talks_to_this_machine_only(settings, url, allowed):
    settings.DEMO, settings.ZALO_OPENAPI_URL = True, url
    if allowed:
        assert base_url(Host.OPENAPI) == url
    else:
        with pytest.raises(ForbiddenHost):
            base_url(Host.OPENAPI)
