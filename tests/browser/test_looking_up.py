"""What a citizen meets on the way to a dossier, and what each state tells them."""

from datetime import timedelta

import pytest

from accounts.actors import Actor
from dossiers.actions.complete import complete
from dossiers.actions.mirror import mirror
from dossiers.actions.request_payment import request_payment
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.return_result import return_result
from dossiers.actions.start import start
from dossiers.actions.stop import stop
from dossiers.inputs import MirroredDossier
from dossiers.models import Dossier
from foundation import scoping
from foundation.local_time import now
from tests.browser.faces import judge, look_up, silent
from tests.support.world import MOTORBIKE, filed, person

LONG = " ".join(["Nguyễn"] * 57)  # 398 letters


def running(world, number=1, **changes):
    dossier = filed(world, number, accept=True, applicant=person(number, **changes))
    with world.scope("case_officer"):
        return start(dossier.id, actor=world.actor("case_officer"))


def as_officer(world, act, dossier, **members):
    with world.scope("case_officer"):
        return act(dossier.id, actor=world.actor("case_officer"), **members)


def shown(page, server, dossier, name, *, secret="0001"):
    look_up(page, server, dossier.code, secret)
    judge(page, f"state-{name}", widths=(320, 1280))
    return page.locator("main").inner_text()


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}"])
def test_however_the_code_is_typed(page, live_server, world, typed):
    code = filed(world, accept=True, applicant=person(1)).code
    look_up(page, live_server, typed.format(code, code.lower(), code.lower().replace("-", " - ")))
    assert page.locator("h1").inner_text() == "Đã tiếp nhận"
    assert "0001" not in page.url and "code" not in page.url


def test_a_wrong_number_is_told_and_too_many_are_slowed(page, live_server, world):
    code = filed(world, accept=True, applicant=person(1)).code
    with silent(page, live_server, allowed=(429,)):
        for _turn in range(11):
            look_up(page, live_server, code, "9999")
            if page.locator("h1").inner_text() != "Tra cứu hồ sơ":
                break
            assert "Không tìm thấy hồ sơ khớp" in page.locator("#loi").inner_text()
            assert page.input_value("#id_code") == code  # what was typed is not asked for again
    said = page.locator("main").inner_text()
    assert page.locator("h1").inner_text() == "Xin chờ một lát"
    assert "phút" in said and "Đường dây nóng: 0222 000 000." in said
    judge(page, "public-429")


def test_papers_wanted_come_first_with_place_and_day_and_the_clock_stands(page, live_server, world):
    dossier = running(world)
    reason = "Thiếu hai giấy tờ:\n1. Sơ đồ vị trí\n2. Bản sao văn bằng"
    as_officer(world, request_supplement, dossier, reason=reason)
    with silent(page, live_server):
        said = shown(page, live_server, dossier, "supplement")
    assert said.index("Hãy bổ sung giấy tờ được yêu cầu") < said.index("Thông tin hồ sơ")
    for words in (
        "1. Sơ đồ vị trí\n2. Bản sao văn bằng", "Chậm nhất", "Nơi nộp: Trung tâm Phục vụ hành chính công",
        "Thời hạn tạm dừng từ", "vì đang chờ bạn bổ sung giấy tờ", "Ngày hẹn trả sẽ được tính lại", "7:30–11:30",
    ):  # fmt: skip
        assert words in said, words


def test_a_payment_wanted(page, live_server, world):
    dossier = running(world)
    as_officer(world, request_payment, dossier, reason="Nộp 1.500.000 đ theo thông báo số 12")
    said = shown(page, live_server, dossier, "payment")
    assert "Hãy nộp khoản tiền được thông báo" in said and "thông báo số 12" in said


def test_a_date_that_has_passed_is_not_hidden(page, live_server, world):
    dossier = running(world)
    with scoping.system("test"):
        Dossier.objects.filter(id=dossier.id).update(due_at=now() - timedelta(days=2))
    said = shown(page, live_server, dossier, "overdue")
    assert "Đã quá ngày hẹn trả" in said and "phải xin lỗi bằng văn bản" in said and "gửi phản ánh" in said


def test_the_result_where_it_is_and_the_rating_after_it(page, live_server, world):
    dossier = running(world)
    with world.scope("signer"):
        complete(dossier.id, actor=world.actor("signer"), outcome="granted")
    said = shown(page, live_server, dossier, "completed")
    assert "Mời bạn đến nhận kết quả" in said and "Nơi nhận kết quả: Trung tâm" in said and "giấy ủy quyền" in said
    with world.scope("returner"):
        return_result(dossier.id, actor=world.actor("returner"))
    said = shown(page, live_server, dossier, "returned")
    assert "Trả kết quả lúc" in said
    page.click("text=Đánh giá việc giải quyết")
    page.check("input[value='5']")
    page.fill("#id_text", "Nhanh, tận tình")
    page.click("main form button")
    assert page.locator("h1").inner_text() == "Cảm ơn bạn"
    look_up(page, live_server, dossier.code)
    assert "Đánh giá việc giải quyết" not in page.locator("main").inner_text()


def test_a_refusal_after_appraisal_and_a_stop_give_their_reason(page, live_server, world):
    first, second = running(world), running(world, 2)
    with world.scope("signer"):
        complete(first.id, actor=world.actor("signer"), outcome="refused", reason="Không đủ số phòng")
    assert "Không đủ số phòng" in shown(page, live_server, first, "refused")
    as_officer(world, stop, second, reason="Quá hạn bổ sung")
    said = shown(page, live_server, second, "stopped", secret="0002")
    assert "Quá hạn bổ sung" in said and "không còn ngày hẹn trả" in said


def test_a_name_of_four_hundred_letters_fits_an_old_phone(page, live_server, world):
    dossier = running(world, full_name=LONG, address="Số 1 " + "đườngdàilắm" * 30)
    assert "Nguyễn N**" in shown(page, live_server, dossier, "long-name")


def test_a_dossier_of_another_system_tells_its_state_in_words(page, live_server, world):
    code = "G09.20-20261123-0092637"
    told = MirroredDossier(
        procedure=MOTORBIKE, agency=world.agencies["police"].code, applicant=person(1), status="processing",
        received_at=now() - timedelta(days=1), due_at=now() + timedelta(days=2), source_version=1,
    )  # fmt: skip
    with scoping.system("test"):
        mirror("bca", code, told, actor=Actor("system"))
    look_up(page, live_server, code)
    said = page.locator("main").inner_text()
    assert "Hồ sơ do hệ thống của ngành giải quyết" in said and "Hệ thống gốc" not in said
    assert said.count("Đang giải quyết") >= 2  # the heading, and the line of the record
    judge(page, "state-mirrored", widths=(320, 1280))
