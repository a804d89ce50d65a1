"""Two officials at once, the ledger that lives, and the same work without JavaScript."""

import pytest

from dossiers.actions.accept import accept
from dossiers.actions.add_document import add_document
from dossiers.actions.refuse import refuse
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.start import start
from dossiers.models import Dossier
from foundation import scoping
from notifications.models import Message
from tests.browser.faces import judge, sign_in, silent
from tests.support.world import filed


def status_of(dossier) -> str:
    with scoping.system("test"):
        return Dossier.objects.get(id=dossier.id).status


def by(world, role, act, dossier, **members):
    with world.scope(role):
        return act(dossier.id, actor=world.actor(role), **members)


def test_who_comes_second_sees_what_the_other_did_and_nothing_is_overwritten(page, live_server, world):
    dossier = filed(world)
    sign_in(page, live_server, world.people["receptionist"])
    with silent(page, live_server, allowed=(409,)):
        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/")
        by(world, "receptionist", refuse, dossier, reason="Không thuộc thẩm quyền")
        page.click("button:has-text('Tiếp nhận')")
        page.wait_for_selector("#loi")
        told = page.locator("#loi").inner_text()
        assert (
            "Hồ sơ vừa được người khác cập nhật. Trong lúc bạn mở trang này:" in " ".join(told.split())
            and "Hồ sơ không được tiếp nhận" in told
        )
        assert "Cán bộ receptionist" in told and "Không thuộc thẩm quyền" in told
        assert page.evaluate("document.activeElement.id") == "loi"
        judge(page, "office-conflict-over")
    assert status_of(dossier) == "refused"
    assert "Tiếp nhận" not in " ".join(page.locator("main .button").all_inner_texts())


def test_an_act_that_is_still_possible_keeps_what_was_typed(page, live_server, world):
    dossier = filed(world, accept=True)
    sign_in(page, live_server, world.people["case_officer"])
    with silent(page, live_server, allowed=(412,)):
        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/request_supplement/")
        page.fill("#id_reason", "Thiếu bản tự đánh giá")
        by(world, "unit_head", start, dossier)
        page.click("main form .button:not(.second)")
        page.wait_for_selector("#loi")
        told = page.locator("#loi").inner_text()
        assert "Cán bộ unit_head: Bắt đầu giải quyết" in told and "chưa được làm" in told
        assert page.input_value("#id_reason") == "Thiếu bản tự đánh giá" and status_of(dossier) == "processing"
        judge(page, "office-conflict-again")
        page.click("main form .button:not(.second)")
        page.wait_for_selector(".notice.good")
    assert status_of(dossier) == "awaiting_supplement"


def test_words_for_an_act_that_is_over_are_given_back(page, live_server, world):
    dossier = filed(world, accept=True)
    sign_in(page, live_server, world.people["case_officer"])
    page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/request_supplement/")
    page.fill("#id_reason", "Thiếu bản tự đánh giá của cơ sở")
    by(world, "unit_head", request_supplement, dossier, reason="Thiếu đơn")
    page.click("main form .button:not(.second)")
    page.wait_for_selector("#loi")
    told = page.locator("#loi").inner_text()
    assert "Thiếu bản tự đánh giá của cơ sở" in told and "Yêu cầu bổ sung giấy tờ (Thiếu đơn)" in told


def test_the_ledger_lives_while_a_message_is_on_its_way(page, live_server, world):
    dossier = filed(world)
    by(world, "receptionist", accept, dossier)
    sign_in(page, live_server, world.people["receptionist"])
    with silent(page, live_server):
        page.clock.install()
        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/")
        assert "Chờ gửi" in page.locator("#tin").inner_text()
        with page.expect_response("**/tin/") as same:
            page.clock.fast_forward(3_100)
        assert same.value.status == 204
        with scoping.system("test"):
            for state in ("sending", "delivered"):
                Message.objects.filter(subject_id=dossier.id).update(state=state)
        with page.expect_response("**/tin/") as changed:
            page.clock.fast_forward(3_100)
        assert changed.value.status == 200
        page.wait_for_selector("#tin .tag.good:has-text('Đã đến máy')")
        assert page.get_attribute("#tin", "hx-get") is None  # everything has arrived: it asks no more
        judge(page, "office-ledger", widths=(320, 1280))


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        ("failed", "no_zalo", "Số điện thoại không có tài khoản Zalo"),
        ("unconfirmed", "unconfirmed", "Không xác nhận được tin đã đến"),
    ],
)
def test_a_message_that_did_not_arrive_says_why(page, live_server, world, state, reason, words):
    dossier = filed(world, accept=True)
    with scoping.system("test"):
        Message.objects.filter(subject_id=dossier.id).update(state="sending")
        Message.objects.filter(subject_id=dossier.id).update(state=state, reason=reason)
    sign_in(page, live_server, world.people["case_officer"])
    page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/")
    assert words in page.locator("#tin").inner_text()


def test_the_same_work_without_javascript(browser, browser_context_args, live_server, world):
    dossier = filed(world)
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server, world.people["receptionist"])
    page.click(".desk a.code >> nth=0")
    page.click("text=Yêu cầu bổ sung")
    page.fill("#id_reason", "Thiếu đơn đề nghị")
    page.click("text=Xem trước tin")
    assert "Thiếu đơn đề nghị" in page.locator("#xem-truoc").inner_text() and status_of(dossier) == "submitted"
    assert page.input_value("#id_reason") == "Thiếu đơn đề nghị"
    page.click("main form .button:not(.second)")
    assert "Đã yêu cầu bổ sung" in page.locator(".notice.good").inner_text()
    assert status_of(dossier) == "awaiting_intake_supplement"
    page.click("text=Đăng xuất")
    assert "Đăng nhập cán bộ" in page.locator("h1").inner_text()
    context.close()


def test_a_file_is_saved_and_never_shown_in_a_page_of_ours(page, live_server, world, tmp_path):
    import io

    dossier = filed(world, accept=True)
    content = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    with world.scope("case_officer"):
        add_document(
            dossier.id, actor=world.actor("case_officer"), name="Đơn đề nghị", stream=io.BytesIO(content),
            file_name="Đơn đề nghị.pdf",
        )  # fmt: skip
    sign_in(page, live_server, world.people["receptionist"])
    page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/")
    with page.expect_download() as saved:
        page.click("a:has-text('Đơn đề nghị')")
    assert saved.value.suggested_filename == "Đơn đề nghị.pdf"
    saved.value.save_as(tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").read_bytes() == content
