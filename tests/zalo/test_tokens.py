"""The refresh token is spent once, whoever asks, and a pair is never lost by us."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from events.models import Event
from foundation import scoping
from foundation.local_time import now
from tests.zalo.conftest import connect
from tests.zalo.fake_zalo import hang_up
from zalo import tokens
from zalo.accounts import credentials
from zalo.models import Alarm, Grant, GrantAudit
from zalo.tasks import refresh_grants
from zalo.tokens import GrantDead, RefreshLater, refresh_after_failure, refresh_early

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(platform, redis_url, request, monkeypatch):
    if not request.node.get_closest_marker("django_db").kwargs.get("transaction"):
        # inside the test's own transaction there is no other connection that could see the rows
        monkeypatch.setattr(tokens, "detached", lambda work: work())
    return connect()


def grant_of(house):
    with scoping.system("test"):
        return Grant.objects.select_related("oa").get(pk=house.grant.pk)


@committed
def test_twenty_threads_burn_exactly_one_refresh_token(house, platform):
    # given a slow platform, and twenty workers whose call was refused with the same token
    platform.delay = 0.3
    got, failed = [], []

    def work():
        try:
            got.append(refresh_after_failure(house.oa.pk, "at-0").access_token)
        except Exception as error:  # noqa: BLE001 - counted below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # then one of them refreshed, and all have the new token
    assert failed == []
    assert got == ["at-1"] * 20
    assert platform.spent == ["rt-0"]
    assert platform.refused == []


@committed
def test_the_new_pair_is_kept_even_if_the_caller_rolls_back(house, platform):
    class UndoError(Exception):
        pass

    def caller():
        with transaction.atomic():
            assert refresh_early(house.oa.pk).access_token == "at-1"
            raise UndoError

    with pytest.raises(UndoError):
        caller()
    assert (grant_of(house).access_token, grant_of(house).refresh_token) == ("at-1", "rt-1")


def test_the_old_pair_and_the_answer_are_kept_encrypted(house, platform):
    refresh_early(house.oa.pk)
    with scoping.system("test"), connection.cursor() as cursor:
        audit = GrantAudit.objects.get()
        assert (audit.previous_access, audit.previous_refresh) == ("at-0", "rt-0")
        assert "rt-1" in audit.response
        cursor.execute("SELECT response, previous_refresh FROM zalo_grantaudit")
        stored = b"".join(bytes(v) for v in cursor.fetchone())
        assert b"rt-" not in stored
        assert tokens.spent_before(house.grant, "rt-0")
        assert not tokens.spent_before(house.grant, "rt-1")


def test_the_secret_is_a_header_and_no_token_is_in_an_address(house, platform):
    refresh_early(house.oa.pk)
    [(_method, path, headers, body)] = platform.calls
    assert path == "/v4/oa/access_token"
    assert headers["secret_key"] == "appSecretExample"
    assert b"appSecretExample" not in body


def test_a_token_that_was_replaced_meanwhile_is_not_burnt(house, platform):
    refresh_early(house.oa.pk)
    assert refresh_after_failure(house.oa.pk, "at-0").access_token == "at-1"
    assert platform.spent == ["rt-0"]


def test_a_fresh_token_that_fails_is_back_off(house, platform):
    refresh_early(house.oa.pk)
    with pytest.raises(RefreshLater) as later:
        refresh_after_failure(house.oa.pk, "at-1")
    assert 0 < later.value.retry_after <= 60
    assert platform.spent == ["rt-0"]


def test_only_a_refused_refresh_is_a_dead_grant(house, platform):
    # given a platform that no longer knows our refresh token
    platform.refresh_token = "another"
    with pytest.raises(GrantDead):
        refresh_after_failure(house.oa.pk, "at-0")
    # then the pair is still there, an alarm stands, the record says so, and nobody asks again
    grant = grant_of(house)
    assert (grant.state, grant.access_token, grant.refresh_token) == ("dead", "at-0", "rt-0")
    with scoping.system("test"):
        assert Alarm.objects.get().kind == Alarm.Kind.GRANT_DEAD
        assert Event.objects.get().kind == "zalo.grant_dead"
    with pytest.raises(GrantDead):
        refresh_after_failure(house.oa.pk, "at-0")
    assert platform.refused == ["rt-0"]


@pytest.mark.parametrize("step", [(500, b"oops"), (200, b'{"access_token":"x","re'), (502, b""), hang_up])
def test_an_unclear_refresh_is_back_off_and_keeps_the_pair(house, platform, step):
    platform.oauth_script = [step]
    with pytest.raises(RefreshLater):
        refresh_early(house.oa.pk)
    grant = grant_of(house)
    assert (grant.state, grant.access_token, grant.refresh_token, grant.failures) == (
        "alive",
        "at-0",
        "rt-0",
        1,
    )
    # and not again before its time
    with pytest.raises(RefreshLater):
        refresh_early(house.oa.pk)
    assert len(platform.calls) == 1


def test_an_unreachable_platform_is_back_off(house, platform, settings):
    settings.ZALO_OAUTH_URL = "http://127.0.0.1:9"
    with pytest.raises(RefreshLater):
        refresh_early(house.oa.pk)
    assert grant_of(house).alive


def test_a_dead_grant_still_gives_its_token_until_it_expires(house, platform):
    with scoping.system("test"):
        Grant.objects.update(state=Grant.State.DEAD, expires_at=now() + timedelta(hours=2))
    assert credentials(house.oa.pk).access_token == "at-0"
    with scoping.system("test"):
        Grant.objects.update(expires_at=now())
    with pytest.raises(GrantDead):
        credentials(house.oa.pk)


def test_tokens_are_renewed_hours_before_they_expire(house, platform):
    with scoping.system("test"):
        Grant.objects.update(expires_at=now() + timedelta(hours=9))
    assert refresh_grants() == 0
    with scoping.system("test"):
        Grant.objects.update(expires_at=now() + timedelta(hours=7))
    assert refresh_grants() == 1
    assert grant_of(house).expires_at > now() + timedelta(hours=24)


@committed
def test_a_pair_survives_a_database_that_goes_away_while_we_hold_it(house, platform, monkeypatch):
    # given PostgreSQL cuts the connection between Zalo's answer and our commit
    from django.db import OperationalError

    real, calls = tokens.keep, []

    def cut(grant, exchange, cause):
        calls.append(cause)
        if len(calls) == 1:
            raise OperationalError("server closed the connection unexpectedly")
        real(grant, exchange, cause)

    monkeypatch.setattr(tokens, "keep", cut)
    assert refresh_early(house.oa.pk).access_token == "at-1"
    assert grant_of(house).refresh_token == "rt-1"
    assert platform.spent == ["rt-0"]


def test_a_token_does_not_show_in_repr(house):
    assert "at-0" not in repr(tokens.credentials_of(grant_of(house)))
