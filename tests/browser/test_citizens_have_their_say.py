"""Feedback in the browser: agencies that follow the province, faults, a receipt, with keys and without JavaScript."""

import pytest

from complaints.models import Feedback
from foundation import scoping
from tests.browser.faces import judge, silent
from tests.support import world as worlds


@pytest.fixture
def houses(world):
    return world, worlds.build("H19", "Đồng Nai", catalogue=False)


def stored() -> Feedback:
    with scoping.system("test"):
        return Feedback.objects.select_related("agency", "province").get()


def agencies(page) -> str:
    return page.locator("#id_agency").inner_text()


def test_the_agencies_follow_the_province(page, live_server, houses):
    with silent(page, live_server):
        page.goto(f"{live_server.url}/phan-anh/")
        assert "Sở Tư pháp" not in agencies(page)
        with page.expect_response("**/phan-anh/?province=H19"):
            page.select_option("#id_province", "H19")
        page.wait_for_selector("#id_agency option:has-text('Sở Tư pháp')", state="attached")
        page.check("input[value='conduct']")
        page.select_option("#id_agency", label="Sở Tư pháp")
        page.fill("#id_text", "Thái độ chưa đúng mực\ntại quầy số 3")
        page.fill("#id_name", "Trần Thử")
        page.fill("#id_phone", "0900 000 009")
        judge(page, "public-feedback-filled")
        page.click("main form .button")
        page.wait_for_selector("h1:has-text('Đã nhận phản ánh')")
    row = stored()
    assert row.code in page.locator(".panel").inner_text()
    assert (row.province.code, row.agency.code, row.zalo_consent) == ("H19", houses[1].agencies["justice"].code, False)
    assert row.text == "Thái độ chưa đúng mực\ntại quầy số 3"
    judge(page, "public-feedback-done")


def test_what_was_typed_stays_when_something_is_missing(page, live_server, houses):
    page.goto(f"{live_server.url}/phan-anh/?province=H05")
    page.fill("#id_text", "Đường dây nóng không ai nghe")
    page.select_option("#id_agency", label="Sở Tư pháp")
    page.click("main form .button")
    assert page.locator("#loi li").all_inner_texts() == [
        "Hãy chọn nội dung phản ánh về việc gì.", "Hãy ghi họ tên.",
        "Hãy ghi số điện thoại để nhận trả lời, ví dụ 0900 000 001.",
    ]  # fmt: skip
    assert page.input_value("#id_text") == "Đường dây nóng không ai nghe"
    assert page.locator("#id_agency option:checked").inner_text() == "Sở Tư pháp"
    page.click("#loi a >> nth=0")
    assert (
        page.evaluate("document.activeElement.name") == "kind"
    )  # the first answer of the question, ready for the keys
    with scoping.system("test"):
        assert not Feedback.objects.exists()


def test_with_the_keys_alone(page, live_server, world):
    page.goto(f"{live_server.url}/phan-anh/")
    page.focus("#id_kind_0")
    page.keyboard.press("ArrowDown")
    for typed in ("", "Xếp hàng lâu", "", "Trần Thử", "0900000009"):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.wait_for_selector(".panel")
    row = stored()
    assert (row.kind, row.province.code, row.text) == ("conduct", "H05", "Xếp hàng lâu")


def test_without_javascript_the_province_is_a_link(browser, browser_context_args, live_server, houses):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/phan-anh/")
    page.click("noscript a:has-text('Đồng Nai')")
    assert page.input_value("#id_province") == "H19" and "Sở Tư pháp" in agencies(page)
    page.check("input[value='help']")
    for field, value in (("text", "Cần hướng dẫn"), ("name", "Trần Thử"), ("phone", "0900000009")):
        page.fill(f"#id_{field}", value)
    page.click("main form .button")
    assert "Đã nhận phản ánh" in page.locator("h1").inner_text()
    context.close()
    assert stored().province.code == "H19"
