"""The way of a dossier on its page: who has it, where it may go, what others think; and whose desk shows it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Position
from accounts.roles import Role
from dossiers.actions.complete import complete
from dossiers.actions.consult import consult
from dossiers.actions.forward import forward
from dossiers.actions.start import start
from dossiers.step_queries import question_of
from foundation import scoping
from foundation.local_time import now
from portal.office.filters import GROUPS, VIEWS
from tests.support.unchanged import nothing_changes
from tests.support.world import filed, official

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def page(client, dossier) -> str:
    return text(client.get(f"/can-bo/ho-so/{dossier.id}/"))


def press(client, dossier, act, **data):
    from dossiers.models import Dossier

    with scoping.system("test"):
        version = Dossier.objects.get(id=dossier.id).row_version
    return client.post(f"/can-bo/ho-so/{dossier.id}/buoc/{act}/", {"version": version, **data})


@pytest.fixture
def signed_in(world):
    """Officials, each with a browser of their own."""

    def sign_in(role):
        client = Client()
        answer = client.post("/can-bo/dang-nhap/", {"username": world.people[role].username, "password": "matkhau"})
        assert answer.status_code == 302
        return client

    return sign_in


@pytest.fixture
def dossier(world):
    row = filed(world, accept=True)
    with world.scope("case_officer"):
        return start(row.id, actor=world.actor("case_officer"))


def test_a_step_is_sent_on_with_one_press_and_lies_on_the_next_desk(world, signed_in, dossier):
    officer, head = signed_in("case_officer"), signed_in("unit_head")
    assert "Thẩm định tại cơ sở" in page(officer, dossier)
    assert "Đến bước của tôi" not in text(head.get("/can-bo/?xem=mine"))
    assert press(officer, dossier, "chuyen", to="xem_xet").status_code == 302
    shown = page(officer, dossier)
    assert "Đã chuyển bước." in shown and "Chuyển bước: Thẩm định tại cơ sở → Xem xét, trình ký" in shown
    desk = text(head.get("/can-bo/?xem=mine"))
    assert "Đến bước của tôi" in desk and dossier.code in desk
    assert dossier.code in text(head.get("/can-bo/?xem=mine&nhom=my_step"))
    assert dossier.code not in text(signed_in("signer").get("/can-bo/?xem=mine&nhom=my_step"))


def test_what_was_just_sent_on_is_taken_back(world, signed_in, dossier):
    officer = signed_in("case_officer")
    press(officer, dossier, "chuyen")
    assert "Thu hồi vừa chuyển" in page(officer, dossier)
    assert press(officer, dossier, "thu-hoi").status_code == 302
    assert "Đã thu hồi hồ sơ" in page(officer, dossier)


def test_sent_back_with_a_reason_that_the_colleague_reads(world, signed_in, dossier):
    officer, head = signed_in("case_officer"), signed_in("unit_head")
    press(officer, dossier, "chuyen")
    with nothing_changes():
        refused = press(head, dossier, "tra-lai", reason="")
    assert refused.status_code == 400
    assert press(head, dossier, "tra-lai", reason="Thiếu tờ trình").status_code == 302
    shown = page(officer, dossier)
    assert "Nội bộ: Thiếu tờ trình" in shown and "Trả lại bước trước: Xem xét, trình ký → Thẩm định" in shown


def test_a_page_that_is_no_longer_true_does_nothing(world, signed_in, dossier):
    officer = signed_in("case_officer")
    with nothing_changes():
        answer = officer.post(f"/can-bo/ho-so/{dossier.id}/buoc/chuyen/", {"version": dossier.row_version - 1})
    assert answer.status_code == 412


def test_another_agency_is_asked_and_answers_on_its_own_page(world, signed_in, dossier):
    officer, land = signed_in("case_officer"), signed_in("other_officer")
    assert land.get(f"/can-bo/ho-so/{dossier.id}/").status_code == 404
    asked = press(
        officer, dossier, "lay-y-kien", agency=str(world.agencies["land"].id), question="Đất có tranh chấp không?"
    )
    assert asked.status_code == 302
    assert dossier.code in text(land.get("/can-bo/?xem=mine&nhom=my_step"))
    shown = page(land, dossier)
    assert "đang chờ" in shown and "Ghi ý kiến" in shown
    with scoping.system("test"):
        question = dossier.steps.exclude(beside=None).get()
    form = text(land.get(f"/can-bo/ho-so/{dossier.id}/buoc/y-kien/{question.id}/"))
    assert "Đất có tranh chấp không?" in form
    with nothing_changes():
        assert press(land, dossier, f"y-kien/{question.id}", answer="refused").status_code == 400
    assert press(land, dossier, f"y-kien/{question.id}", answer="refused", opinion="Đang tranh chấp").status_code == 302
    shown = page(officer, dossier)
    assert "Không đồng ý" in shown and "Đang tranh chấp" in shown
    assert dossier.code not in text(land.get("/can-bo/?xem=mine&nhom=my_step"))


def test_each_agency_reads_its_own_question_though_both_were_asked_at_one_moment(world, signed_in, dossier):
    with scoping.system("test"):
        official(world, Role.CASE_OFFICER, "justice", suffix="-justice")
    asked_at = now()
    with world.scope("case_officer"):
        for agency, question in (("land", "Đất có tranh chấp không?"), ("justice", "Có tranh tụng không?")):
            consult(
                dossier.id, actor=world.actor("case_officer"), agency_id=world.agencies[agency].id, question=question, at=asked_at
            )  # fmt: skip
    with scoping.system("test"):
        asked = {row.agency_id: row for row in dossier.steps.exclude(beside=None)}
        shown = {name: question_of(asked[world.agencies[name].id]) for name in ("land", "justice")}
    assert shown == {"land": "Đất có tranh chấp không?", "justice": "Có tranh tụng không?"}


def test_a_desk_whose_role_nobody_holds_comes_to_who_stands_in(world, signed_in, dossier):
    """Given a unit without a clerk, when a dossier is to be sealed, then it is on the signer's list."""
    for role, act in (("case_officer", forward), ("unit_head", forward), ("signer", forward)):
        with world.scope(role):
            act(dossier.id, actor=world.actor(role))
    signer = signed_in("signer")
    assert dossier.code not in text(signer.get("/can-bo/?xem=mine&nhom=my_step"))
    with scoping.system("test"):
        Position.objects.filter(user=world.people["clerk"]).delete()
    assert dossier.code in text(signer.get("/can-bo/?xem=mine&nhom=my_step"))


def test_the_page_asks_the_same_number_of_questions_however_long_the_way(world, signed_in, dossier):
    officer = signed_in("case_officer")
    page(officer, dossier)
    with CaptureQueriesContext(
        connection,
    ) as short:
        page(officer, dossier)
    with world.scope("case_officer"):
        consult(dossier.id, actor=world.actor("case_officer"), agency_id=world.agencies["land"].id, question="Gì?")
    with CaptureQueriesContext(connection) as long:
        page(officer, dossier)
    assert len(long) <= len(short) + 1


def test_every_group_opens_as_a_list_of_its_own(world, signed_in, dossier):
    """Given dossiers that wait, run and are done, then each group of each view is a page of its own (regression)."""
    filed(world, 2, channel="online")
    done = filed(world, 3, accept=True)
    with world.scope("unit_head"):
        start(done.id, actor=world.actor("unit_head"))
        complete(done.id, actor=world.actor("unit_head"), outcome="granted")
    for role in ("receptionist", "returner", "case_officer", "unit_head", "signer"):
        client = signed_in(role)
        for view in VIEWS:
            for group in GROUPS:
                assert client.get(f"/can-bo/?xem={view}&nhom={group}").status_code == 200, (role, view, group)
    page = text(signed_in("returner").get("/can-bo/?xem=counter&nhom=to_return"))
    assert done.code in page and "Trả kết quả" in page
    assert "trả lời trước" in text(signed_in("receptionist").get("/can-bo/?xem=counter&nhom=to_accept"))
