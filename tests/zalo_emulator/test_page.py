"""The phones in a real browser."""

import json

import pytest

from tests.zalo_emulator.support import DATA, call, send, text, user

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(emulator, page):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(emulator.url)
    page.wait_for_selector(".phone")
    yield page
    assert errors == []


def test_a_notice_appears_while_one_looks(emulator, opened):
    send(emulator, "84900000004")
    phone = opened.get_by_label("Điện thoại của Phạm Thùy Dung")
    phone.get_by_text(DATA["code"]).wait_for()


def test_to_write_and_to_tap(emulator, opened):
    phone = opened.get_by_label("Điện thoại của Nguyễn Thị An")
    phone.get_by_label("Tin nhắn").fill("tra cứu hồ sơ")
    phone.get_by_role("button", name="Gửi", exact=True).click()
    phone.locator("li.person", has_text="tra cứu hồ sơ").wait_for()
    buttons = [{"title": "Tra cứu", "type": "oa.query.show", "payload": "#tracuu"}]
    text(emulator, user(emulator), "Chọn:", attachment={"type": "template", "payload": {"buttons": buttons}})
    phone.get_by_role("button", name="Tra cứu").click()
    phone.locator("li.person", has_text="#tracuu").wait_for()


@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits(emulator, page, width):
    page.set_viewport_size({"width": width, "height": 800})
    send(emulator)
    page.goto(emulator.url)
    page.get_by_text(DATA["code"]).first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_words_of_a_stranger_stay_words(emulator, opened):
    emulator.post("people/p01/say", text="<img src=x onerror=alert(1)>")
    opened.get_by_text("<img src=x onerror=alert(1)>").wait_for()
    answer = call(emulator, "GET", "/")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert json.loads(call(emulator, "GET", "/__emu/world").raw)
