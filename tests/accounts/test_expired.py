"""What is kept for a time only is taken away when that is over, and nothing else is."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from oauth2_provider.models import get_access_token_model

from accounts import expired
from accounts.models import ApiClient, IdempotentCall, Province
from accounts.sessions import SessionStore
from accounts.tasks import forget_expired
from foundation import scoping
from foundation.ids import uuid7, uuid7_floor
from foundation.local_time import now

pytestmark = pytest.mark.django_db
NOTHING = {"calls": 0, "sessions": 0, "tokens": 0, "attempts": 0, "failures": 0, "sign_ins": 0}


@pytest.fixture
def api_client(db):
    with scoping.system("test"):
        province = Province.objects.create(code="T01", name="Tỉnh thử")
        return ApiClient.objects.create(
            name="Hệ thống thử", province=province, client_type="confidential",
            authorization_grant_type="client-credentials",
        )  # fmt: skip


def call(client, days: float) -> IdempotentCall:
    """A call that was answered so long ago."""
    made = uuid7_floor(now() - timedelta(days=days))
    key = type(made)(int=made.int | (uuid7().int & ((1 << 62) - 1)))
    return IdempotentCall.objects.create(id=key, client=client, key=str(key), request_hash=b"x" * 32)


def session(hours: float) -> str:
    store = SessionStore()
    store["who"] = "somebody"
    store.set_expiry(timedelta(hours=hours))
    store.create()
    return store.session_key


def test_answers_are_kept_for_thirty_days_as_promised(api_client):
    with scoping.system("test"):
        kept, old = call(api_client, 29), call(api_client, 31)
    assert forget_expired() == {**NOTHING, "calls": 1}
    with scoping.system("test"):
        assert set(IdempotentCall.objects.all()) == {kept} and old.id != kept.id


def test_sessions_and_tokens_go_when_they_have_expired(api_client):
    # given a session and a token of each kind: one that lives, one that has expired
    living, dead = session(2), session(-2)
    tokens = get_access_token_model()
    with scoping.system("test"):
        for number, hours in enumerate((1, -1)):
            until = now() + timedelta(hours=hours)
            tokens.objects.create(application=api_client, token=f"t{number}", expires=until, scope="")
    # when the day's task runs
    assert forget_expired() == {**NOTHING, "sessions": 1, "tokens": 1}
    # then what lives stays
    with scoping.system("test"):
        assert [s.session_key for s in Session.objects.all()] == [living] and dead != living
        assert [t.token for t in tokens.objects.all()] == ["t0"]


def test_who_signed_in_from_where_is_kept_for_ninety_days(db):
    with scoping.system("test"):
        for model in (AccessLog, AccessAttempt):
            for name, days in (("moi", 89), ("cu", 91)):
                more = {"failures_since_start": 1} if model is AccessAttempt else {}
                row = model.objects.create(username=name, ip_address="192.0.2.1", user_agent="x", **more)
                model.objects.filter(pk=row.pk).update(attempt_time=now() - timedelta(days=days))
    assert forget_expired() == {**NOTHING, "attempts": 1, "sign_ins": 1}
    with scoping.system("test"):
        assert (
            {r.username for r in AccessLog.objects.all()}
            == {r.username for r in AccessAttempt.objects.all()}
            == {"moi"}
        )


def test_it_goes_in_small_steps_and_ends_in_time(api_client, monkeypatch):
    monkeypatch.setattr(expired, "BATCH", 2)
    with scoping.system("test"):
        for _ in range(5):
            call(api_client, 40)
    with CaptureQueriesContext(connection) as asked:
        assert forget_expired()["calls"] == 5
    deletes = [q for q in asked if q["sql"].startswith("DELETE FROM") and "idempotentcall" in q["sql"]]
    assert len(deletes) == 3
    # and where the time is over, it leaves the rest
    with scoping.system("test"):
        call(api_client, 40)
    monkeypatch.setattr(expired, "LONGEST", -1.0)
    assert forget_expired() == NOTHING
    with scoping.system("test"):
        assert IdempotentCall.objects.count() == 1
