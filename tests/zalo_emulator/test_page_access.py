"""The phones fit every width, and serve a screen reader and a keyboard."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.support.emulator import eventually
from tests.zalo_emulator.support import BINH, BUTTONS, DATA, NGHIA, granted, send, text, user

pytestmark = pytest.mark.browser
AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
WIDTHS = (320, 360, 1280)
SHOTS = os.environ.get("SHOTS_DIR")  # where a person wants to look at the pages


def judge(page, name):
    """Nothing scrolls sideways, and axe finds no fault."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} ở {width} px rộng {wide} px"
        found = Axe().run(page, options=AA)
        assert found.violations_count == 0, f"{name} ở {width} px: {found.generate_report()}"
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"phones-{name}-{width}.png"), full_page=True)


def test_it_fits_and_is_accessible(emulator, page):
    send(emulator)
    emulator.post("people/p01/image")
    emulator.post("people/p01/file")
    text(emulator, user(emulator), "Chọn:", attachment={"type": "template", "payload": {"buttons": BUTTONS}})
    said = emulator.post("people/p01/say", text="cảm ơn")
    body = {
        "recipient": {"user_id": said["user_id"]},
        "sender_action": {"react_icon": "/-heart", "react_message_id": said["msg_id"]},
    }
    granted(emulator, "POST", "/v2.0/oa/message", body)
    emulator.post("people", phone="84900000101", name="Nguyễn Thị Tiếp", official=True)
    emulator.post("webhook", url="http://127.0.0.1:9/", probe=False, enabled=False)
    page.goto(f"{emulator.url}/?open=p01")
    page.get_by_text(DATA["code"]).first.wait_for()
    judge(page, "talk")
    page.get_by_label("Việc khác").click()
    judge(page, "deeds")
    page.get_by_label("Các cuộc trò chuyện").click()
    judge(page, "talks")
    page.goto(f"{emulator.url}/?open=p37")
    page.get_by_label(NGHIA).wait_for()
    judge(page, "no-zalo")
    page.goto(f"{emulator.url}/?open=")
    page.get_by_text("Chưa mở máy nào").wait_for()
    judge(page, "none")


def test_by_keyboard_alone(emulator, page):
    page.goto(f"{emulator.url}/?open=")
    page.get_by_text("Chưa mở máy nào").wait_for()
    press = page.keyboard.press

    def focused():
        return page.evaluate(
            "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"
        )

    press("Tab")
    assert focused() == "Đến các máy đang mở"
    while focused() != "Tìm theo tên hoặc số":
        press("Tab")
    page.keyboard.type("tran van binh")
    press("Enter")  # the first that fits
    page.get_by_label(BINH).wait_for()
    assert eventually(lambda: focused() == "Tin nhắn")
    page.keyboard.type("xin chào")
    press("Enter")
    expect(page.get_by_label(BINH).locator("li.person", has_text="xin chào")).to_be_visible()
    assert focused() == "Tin nhắn"
    text(emulator, user(emulator, "p02"), "Chọn:", attachment={"type": "template", "payload": {"buttons": BUTTONS}})
    expect(page.get_by_role("button", name="Tra cứu")).to_be_visible()
    assert focused() == "Tin nhắn"  # news does not steal the focus
    while focused() != "Tra cứu":
        press("Shift+Tab")
    press("Enter")
    expect(page.get_by_label(BINH).locator("li.person", has_text="#tracuu")).to_be_visible()
    while focused() != "Các cuộc trò chuyện":
        press("Shift+Tab")
    press("Enter")
    assert "Bắc Ninh" in focused()
    press("Tab")
    press("Enter")
    expect(page.get_by_label(BINH).get_by_role("heading", name="Đồng Nai")).to_be_visible()
    while focused() != "Đóng máy này":
        press("Shift+Tab")
    press("Enter")
    expect(page.get_by_label(BINH)).to_have_count(0)
    assert "Trần Văn Bình" in focused()
