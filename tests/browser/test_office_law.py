"""What an official reads of the law in a real browser: why a date is what it is, the catalogue, a process as a drawing."""

from dossiers.actions.request_supplement import request_supplement
from tests.browser.faces import arrived, judge, sign_in, silent
from tests.browser.test_office_work import started
from tests.support.world import HOTEL, MARRIAGE, PERMIT


def test_from_a_dossier_to_the_reckoning_of_its_date_and_to_its_procedure(page, live_server, world):
    dossier = started(world)
    with world.scope("case_officer"):
        request_supplement(dossier.id, actor=world.actor("case_officer"), reason="Thiếu bản tự đánh giá")
    with silent(page, live_server):
        sign_in(page, live_server, world.people["case_officer"])
        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/")
        page.get_by_role("link", name="Xem cách tính ngày hẹn trả").click()
        arrived(page, "h1:has-text('Cách tính ngày hẹn trả')")
        assert page.get_by_role("heading", name="Tạm dừng: chờ người nộp bổ sung giấy tờ").is_visible()
        judge(page, "thoi-han")
        page.get_by_role("link", name=dossier.code).click()
        page.get_by_role("link", name="Công nhận hạng cơ sở lưu trú").first.click()
        arrived(page, "h2:has-text('Quy trình')")
        assert f"/can-bo/thu-tuc/{HOTEL}/" in page.url


def test_the_catalogue_and_processes_as_drawings(page, live_server, world):
    with silent(page, live_server):
        sign_in(page, live_server, world.people["clerk"])
        page.get_by_role("link", name="Thủ tục").click()
        arrived(page, "h1:has-text('Thủ tục')")
        judge(page, "can-bo-thu-tuc")
        page.get_by_label("Tìm theo tên, mã, tên quen gọi").fill("ket hon")
        page.get_by_role("button", name="Tìm").click()
        page.get_by_role("link", name="Đăng ký kết hôn").click()
        for code in (MARRIAGE, PERMIT):
            page.goto(f"{live_server.url}/can-bo/thu-tuc/{code}/")
            page.get_by_text("Các bước bằng chữ").click()
            judge(page, f"quy-trinh-{code}")
