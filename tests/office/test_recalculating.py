"""«Tính lại ngày hẹn trả»: look, decide, watch; and who is turned away."""

from datetime import date, timedelta

import pytest

from accounts.actors import Actor
from accounts.models import Province
from calendars.calendar import local_date
from calendars.history import record_change, rule_of
from calendars.models import CalendarDay
from dossiers.models import Dossier
from foundation import scoping
from foundation.ids import uuid7
from foundation.jobs import run_some
from foundation.models import Job
from tests.support import world as worlds
from tests.support.administration import text
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/tinh-lai-han/"


@pytest.fixture
def dossier(world):
    return filed(world, accept=True)


@pytest.fixture
def day(world, dossier):
    """The very day for which it was promised, which a decree has just made free."""
    with scoping.system("test"):
        day = local_date(dossier.due_at)
        CalendarDay.objects.update_or_create(
            date=day, province=world.province, agency=None,
            defaults={"kind": "nghi_hoan_doi", "name": "Nghỉ muộn", "citation": "thử"},
        )  # fmt: skip
    return day


def asked(day, **more):
    return {"first": day.isoformat(), "last": day.isoformat(), "agency": "", "citation": "Thông báo 12 thử", **more}


def work() -> Job:
    with scoping.system("test"):
        return Job.objects.latest("id")


def test_from_the_days_to_the_new_dates(world, dossier, day, signed_in):
    client = signed_in("controller")
    answer = client.post(PAGE, asked(day))
    here = answer["Location"]
    # the preview waits, runs, and shows what would move
    waiting = client.get(here).content.decode()
    assert 'hx-trigger="every 2s"' in waiting and 'http-equiv="refresh"' in waiting
    run_some(work().id, seconds=60)
    shown = client.get(here)
    assert "hx-trigger" not in shown.content.decode()
    assert "Sẽ đổi ngày hẹn 1" in text(shown) and dossier.code in text(shown) and "Thông báo 12 thử" in text(shown)
    # the decision is one press; then it runs
    there = client.post(here, {"action": "start"})["Location"]
    assert there != here and "Tạm dừng" in text(client.get(there))
    client.post(there, {"action": "pause"})
    assert "Chạy tiếp" in text(client.get(there)) and run_some(work().id, seconds=60) is False
    client.post(there, {"action": "resume"})
    run_some(work().id, seconds=60)
    assert "Đã đổi ngày hẹn 1" in text(client.get(there))
    with scoping.system("test"):
        moved = Dossier.objects.get(id=dossier.id)
    assert moved.due_at > dossier.due_at
    # the preview says that it was used, and the dossier and its clock tell it in words
    assert "Đã cho tính lại" in text(client.get(here)) and client.post(here, {"action": "start"}).status_code == 409
    assert "Tính lại ngày hẹn trả" in text(client.get(f"/can-bo/ho-so/{dossier.id}/"))
    assert "Tính lại theo lịch nghỉ hoặc trường hợp mới" in text(client.get(f"/can-bo/ho-so/{dossier.id}/thoi-han/"))
    assert "Tính lại" in text(client.get(PAGE))


def test_faults_are_named_and_nothing_is_begun(world, day, signed_in):
    client = signed_in("controller")
    with nothing_changes():
        for wrong in (
            {"first": "hôm qua"}, {"last": (day - timedelta(days=1)).isoformat()}, {"citation": ""}, {"agency": "x"},
            {"agency": str(uuid7())}, {"last": "2100-01-01"}, {"first": "0001-01-01"},
            {"first": "9999-12-31", "last": "9999-12-31"}, {"first": "1899-12-31"}, {"citation": "x" * 301},
        ):  # fmt: skip
            answer = client.post(PAGE, asked(day, **wrong))
            assert answer.status_code == 400 and 'class="summary"' in answer.content.decode(), wrong


@pytest.mark.parametrize("role", ["receptionist", "case_officer", "unit_head", "signer", "admin", "inspector"])
def test_others_are_told_no(world, day, signed_in, role):
    controller = signed_in("controller")
    here = controller.post(PAGE, asked(day))["Location"]
    run_some(work().id, seconds=60)
    client = signed_in(role)
    with nothing_changes():
        for path in (PAGE, here):
            assert client.get(path).status_code == 403
        assert client.post(PAGE, asked(day)).status_code == 403
        for action in ("start", "cancel", "x"):
            assert client.post(here, {"action": action}).status_code == 403


def test_work_of_another_province_is_not_there(world, day, client, signed_in):
    here = signed_in("controller").post(PAGE, asked(day))["Location"]
    there = worlds.build("H99", "Tỉnh khác", catalogue=False)
    client.post("/can-bo/dang-nhap/", {"username": there.people["controller"].username, "password": "matkhau"})
    with nothing_changes():
        assert client.get(here).status_code == 404
        assert client.post(here, {"action": "cancel"}).status_code == 404
        assert client.get(f"{PAGE}{uuid7()}/").status_code == 404


def test_an_unknown_word_is_a_clear_error(world, day, signed_in):
    client = signed_in("controller")
    here = client.post(PAGE, asked(day))["Location"]
    assert client.post(here, {"action": "đốt"}).status_code == 400
    assert client.post(here, {"action": "cancel"}).status_code == 302
    assert client.post(here, {"action": "resume"}).status_code == 409


def test_who_answers_for_promises_reads_what_was_changed_in_the_calendar(world, signed_in):
    """Given changes of the country's calendar, of the province's and of another province's, when the director looks, then the
    first two are told in words, the latest first, and the third is not."""
    days = {None: date(2027, 2, 5), world.province: date(2027, 2, 6)}
    with scoping.system("test"):
        elsewhere = Province.objects.create(code="H19", name="Đồng Nai", valid_from="2025-07-01")
        for province, day in {**days, elsewhere: date(2027, 2, 8)}.items():
            row = CalendarDay.objects.create(
                date=day, province=province, kind="lam_bu", name="thử", citation="thử", sessions=[["07:30", "11:30"]]
            )
            told = rule_of(row)
            before = "" if province is None else told.replace("lam_bu", "nghi_le").partition("/07")[0]
            record_change(
                row, before=before, after=told, fields=["kind", "citation"], actor=Actor.system("load calendars")
            )
    shown = text(signed_in("centre_director").get(PAGE))
    assert "06/02/2027 nghỉ lễ, tết → 06/02/2027 làm bù (07:30–11:30) (đổi căn cứ)" in shown
    assert shown.index("06/02/2027 làm bù") < shown.index("05/02/2027 làm bù (07:30–11:30)") < shown.index("cả nước")
    assert "08/02/2027" not in shown
