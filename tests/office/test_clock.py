"""«Cách tính ngày hẹn trả»: the page that answers whoever doubts a date."""

import pytest

from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.start import start
from tests.support.world import filed

pytestmark = pytest.mark.django_db


def page_of(client, dossier):
    answer = client.get(f"/can-bo/ho-so/{dossier.id}/thoi-han/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_calendar_days_of_a_hotel_and_the_law_behind_them(world, signed_in):
    dossier = filed(world, accept=True)
    page = page_of(signed_in("case_officer"), dossier)
    assert "30 ngày" in page and "Bắt đầu tính" in page
    assert "ngày cuối cùng là ngày nghỉ thì hết hạn vào cuối ngày làm việc kế tiếp" in page
    assert "hết hạn" in page


def test_before_acceptance_there_is_no_date_yet(world, signed_in):
    page = page_of(signed_in("receptionist"), filed(world))
    assert "chưa có: thời hạn chưa bắt đầu" in page


def test_who_may_not_see_the_dossier_is_told_nothing(world, signed_in):
    dossier = filed(world, accept=True)
    assert signed_in("other_officer").get(f"/can-bo/ho-so/{dossier.id}/thoi-han/").status_code == 404


def test_a_supplement_is_told_as_a_pause_and_as_the_fresh_start_that_the_law_gives(world, signed_in):
    dossier = filed(world, accept=True)
    client, actor = signed_in("case_officer"), world.actor("case_officer")
    with world.scope("case_officer"):
        start(dossier.id, actor=actor)
        request_supplement(dossier.id, actor=actor, reason="Thiếu bản tự đánh giá")
    page = page_of(client, dossier)
    assert "Tạm dừng: chờ người nộp bổ sung giấy tờ" in page and "đến nay" in page
    with world.scope("case_officer"):
        receive_supplement(dossier.id, actor=actor)
    page = page_of(client, dossier)
    assert "Tính lại từ đầu" in page and "Các ngày hẹn đã tính" in page
