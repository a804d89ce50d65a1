"""A province with a connected account, and a platform on this machine."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import Province
from foundation import scoping
from foundation.local_time import now
from tests.zalo.fake_zalo import FakeZalo
from zalo.inbox import accounts
from zalo.models import Grant, OfficialAccount

APP_ID, OA_ID = "360846524940903967", "388613280878808645"
OA_SECRET, APP_SECRET = "oaSecretKeyExample", "appSecretExample"


@pytest.fixture
def platform(settings: Any) -> Iterator[FakeZalo]:
    fake = FakeZalo()
    for host in ("OAUTH", "OPENAPI", "BUSINESS", "GRAPH"):
        setattr(settings, f"ZALO_{host}_URL", fake.url)
    yield fake
    fake.close()


@pytest.fixture(autouse=True)
def _no_memory() -> Iterator[None]:
    """Nothing that a process remembers goes from test to test."""
    from zalo import calls

    accounts.forget()
    calls._doors._doors.clear()
    yield
    accounts.forget()


def connect(code: str = "T01", oa_id: str = OA_ID, **grant: Any) -> SimpleNamespace:
    with scoping.system("test"):
        province = Province.objects.create(code=code, name=f"Tỉnh {code}")
        oa = OfficialAccount.objects.create(
            province=province, oa_id=oa_id, app_id=APP_ID, is_current=True, name="Trung tâm",
            oa_secret=OA_SECRET, app_secret=APP_SECRET,
        )  # fmt: skip
        row = Grant.objects.create(
            oa=oa, app_id=APP_ID,
            **{"access_token": "at-0", "refresh_token": "rt-0", "expires_at": now(), **grant},
        )  # fmt: skip
    return SimpleNamespace(province=province, oa=oa, grant=row)
