"""What is printed is true: every account signs in and finds its work; seeding again changes nothing and finds another walk."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client, override_settings

from accounts.models import User
from dossiers.models import Dossier
from events.models import Event
from foundation import scoping
from portal.seeding import greeting
from portal.seeding.run import NotADemo, seed
from tests.demo.walking import Printed

# who has nothing on a desk of dossiers: they see figures, accounts or nothing but what is sent to them
WITHOUT_DESK = {"lanhdaotinh", "phoihop"}


@pytest.fixture
def printed(demo):
    return Printed(demo.greeting)


def test_every_account_signs_in_and_sees_its_desk(seeded, printed):
    with scoping.system("test"):
        everybody = set(User.objects.values_list("username", flat=True))
    assert set(printed.accounts) == everybody
    seen = {}
    for name in printed.accounts:
        client = Client()
        answer = client.post("/can-bo/dang-nhap/", {"username": name, "password": printed.password, "next": ""})
        assert answer.status_code == 302, name
        page = client.get("/can-bo/")
        assert page.status_code == 200, name
        seen[name] = len(set(re.findall(r"/can-bo/ho-so/([0-9a-f-]{36})/", page.content.decode())))
    idle = {name for name, dossiers in seen.items() if not dossiers}
    assert {name.partition(".")[0] for name in idle} <= WITHOUT_DESK, idle
    assert all(seen[f"{name}.h05"] > 5 for name in ("tiepnhan", "thulydat", "lanhdaodat", "giamdoc", "traketqua"))


def test_the_walk_begins_with_a_filing_that_waits_for_the_printed_official(seeded, printed):
    walk = printed.walk
    dossier = Dossier.objects.get(id=walk.dossier.rstrip("/").rpartition("/")[2])
    assert (dossier.status, dossier.receiving_agency.code) == ("submitted", "H05.000")
    party = dossier.parties.get()
    assert party.notify_zalo and walk.secret == party.phone[-4:]
    assert walk.phone == f"{seeded.emulator.url}/?open=p01:H05" and party.full_name == "Nguyễn Thị An"
    client = Client()
    client.post("/can-bo/dang-nhap/", {"username": walk.official, "password": printed.password, "next": ""})
    assert str(dossier.id) in client.get("/can-bo/").content.decode()


def test_a_second_start_keeps_everything_and_prints_what_is_true_then(seeded, demo):
    counts = Dossier.objects.count(), Event.objects.count()
    first = greeting.find_walk()
    assert seed() is False
    assert (Dossier.objects.count(), Event.objects.count()) == counts
    # when the first dossier is no longer waiting, then the walk begins with another
    _no_longer_waiting(Dossier.objects.filter(id=first.dossier.id))
    following = greeting.find_walk()
    assert following is not None and following.dossier.id != first.dossier.id
    assert following.party.full_name in greeting.text()
    _no_longer_waiting(Dossier.objects.filter(status="submitted"))
    assert "xóa thư mục dữ liệu" in greeting.text()


def _no_longer_waiting(rows):
    rows.update(status="refused", row_version=F("row_version") + 1)


def test_without_the_switch_nothing_is_seeded(seeded):
    with override_settings(DEMO=False), pytest.raises(CommandError, match="DEMO=1"):
        call_command("seed_demo")


def test_a_database_with_people_of_its_own_is_left_alone(seeded):
    User.objects.filter(username="quantri.h05").update(username="quantri.that")
    before = Dossier.objects.count()
    with pytest.raises(NotADemo, match="không phải bản chạy thử"):
        seed()
    assert Dossier.objects.count() == before
