"""A date that falls where the days off are not yet known is shown with that doubt."""

import html

import pytest
from django.test import Client

from calendars.models import CalendarYear
from calendars.queries import calendar_for
from foundation import scoping
from foundation.local_time import today_local
from tests.support import world as worlds
from tests.support.world import filed

pytestmark = pytest.mark.django_db
DOUBT = "chưa có lịch nghỉ chính thức năm"


def page(world, dossier) -> str:
    client = Client()
    with scoping.system("test"):
        client.force_login(world.people["receptionist"], backend="accounts.sign_in.ScopedModelBackend")
    return html.unescape(client.get(f"/can-bo/ho-so/{dossier.id}/").content.decode())


def test_the_dossier_page_says_so_until_the_year_is_complete(redis_url):
    world = worlds.build()
    with scoping.system("test"):
        CalendarYear.objects.all().delete()
        missing = calendar_for(world.department.id).missing_years
    assert today_local().year in missing
    assert DOUBT in page(world, filed(world, accept=True))
    with scoping.system("test"):
        for year in missing:
            CalendarYear.objects.create(year=year, citation="Thông báo thử")
    assert DOUBT not in page(world, filed(world, 2, accept=True))
