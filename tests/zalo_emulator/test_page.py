"""The phones in a real browser: what happens shows by itself."""

import json

import pytest
from playwright.sync_api import expect

from tests.support.emulator import running
from tests.zalo_emulator.support import AN, DATA, call, send, text, user

pytestmark = pytest.mark.browser


class TestLive:
    def test_a_notice_opens_the_phone_of_who_got_it(self, emulator, opened):
        send(emulator, "84900000004")
        phone = opened.get_by_label("Điện thoại của Phạm Thùy Dung")
        expect(phone.get_by_text(DATA["code"])).to_be_visible()
        expect(phone.get_by_text("Hẹn trả")).to_be_visible()

    def test_it_is_counted_where_phones_do_not_open_by_themselves(self, emulator, opened):
        opened.get_by_label("Tự mở máy của người vừa nhận tin").uncheck()
        for _ in range(2):
            send(emulator, "84900000004")
            expect(opened.get_by_role("button", name="Phạm Thùy Dung")).to_contain_text("mới")
        expect(opened.get_by_label("Điện thoại của Phạm Thùy Dung")).to_have_count(0)
        assert opened.title().startswith("(")
        opened.get_by_role("button", name="Phạm Thùy Dung").click()
        expect(opened.get_by_label("Điện thoại của Phạm Thùy Dung")).to_be_visible()
        expect(opened).to_have_title("Điện thoại người dân và cán bộ – giả lập Zalo")

    def test_the_receipt_shows(self, emulator, opened):
        emulator.post("webhook", receipt_delay=3600)
        send(emulator)
        phone = opened.get_by_label(AN)
        expect(phone.get_by_text("Đang chuyển")).to_be_visible()
        emulator.post("clock", advance=3601)
        expect(phone.get_by_text("Đã nhận")).to_be_visible()
        emulator.post("people/p01/seen")
        expect(phone.locator("small", has_text="Đã xem")).to_be_visible()

    def test_lines_that_stand_are_not_made_again(self, emulator, opened):
        """A screen reader would read the whole talk with each message, and a reader lose their place."""
        for number in range(30):
            text(emulator, user(emulator), f"Tin số {number}")
        phone = opened.get_by_label(AN)
        expect(phone.get_by_text("Tin số 29")).to_be_visible()
        phone.locator("li", has_text="Tin số 3").first.evaluate("item => { item.kept = true }")
        phone.get_by_role("log").evaluate("log => { log.scrollTop = 0 }")
        text(emulator, user(emulator), "Tin sau cùng")
        phone.get_by_text("Tin sau cùng").wait_for(state="attached")
        assert phone.locator("li", has_text="Tin số 3").first.evaluate("item => item.kept === true")
        assert phone.get_by_role("log").evaluate("log => log.scrollTop") == 0

    def test_it_lives_through_a_restart_of_the_emulator(self, page, tmp_path):
        keep = ("--state", str(tmp_path / "state"), "--receipt-delay", "-1")
        with running(*keep) as first:
            page.goto(first.url)
            send(first, tracking_id="before")
            expect(page.get_by_label(AN).get_by_text(DATA["code"])).to_be_visible()
            first.process.kill()
            first.process.wait(10)
            expect(page.get_by_text("Mất liên lạc với bộ giả lập")).to_be_visible()
        with running(*keep, port=first.port) as second:
            expect(page.get_by_text("Mất liên lạc với bộ giả lập")).to_be_hidden(timeout=15_000)
            text(second, user(second), "Sau khi chạy lại")
            expect(page.get_by_label(AN).get_by_text("Sau khi chạy lại")).to_be_visible()
            expect(page.get_by_label(AN).get_by_text(DATA["code"])).to_have_count(1)

    def test_a_page_that_opens_before_the_emulator_answers_waits_for_it(self, emulator, page):
        emulator.post("people/p01/say", text="có ai không")
        gate = {"shut": True}
        page.route("**/__emu/people?brief=1", lambda route: route.abort() if gate["shut"] else route.continue_())
        page.goto(emulator.url)
        page.wait_for_timeout(300)
        gate["shut"] = False
        expect(page.get_by_label(AN).get_by_text("có ai không")).to_be_visible(timeout=15_000)

    def test_a_reset_empties_the_phones(self, emulator, opened):
        send(emulator)
        expect(opened.get_by_label(AN).get_by_text(DATA["code"])).to_be_visible()
        emulator.post("reset")
        expect(opened.get_by_label(AN).get_by_text("Chưa có tin nhắn")).to_be_visible()


class TestConsole:
    def test_time_is_moved(self, emulator, opened):
        opened.get_by_role("button", name="Thêm 1 ngày").click()
        expect(opened.get_by_role("button", name="Về giờ thật")).to_be_visible()
        assert emulator.get("clock")["offset"] > 86_000
        opened.get_by_role("button", name="Về giờ thật").click()
        expect(opened.get_by_role("button", name="Về giờ thật")).to_be_hidden()

    def test_a_webhook_that_does_not_answer_shows(self, emulator, opened):
        emulator.post("webhook", url="http://127.0.0.1:9/", probe=False)
        emulator.post("people/p01/say", text="a")
        expect(opened.get_by_text("Hệ thống chưa trả lời webhook; 1 tin đang chờ gửi lại.")).to_be_visible()
        emulator.post("webhook", enabled=False)
        expect(opened.get_by_text("Webhook đã bị tắt")).to_be_visible()
        opened.get_by_role("button", name="Bật lại").click()
        expect(opened.get_by_text("Webhook đã bị tắt")).to_be_hidden()
        assert emulator.get("webhook")["enabled"] is True


def test_words_of_a_stranger_stay_words(emulator, opened):
    words = "<img src=x onerror=alert(1)>"
    emulator.post("people/p01/say", text=words)
    emulator.post("people", phone="84900000102", name=words)
    buttons = [{"title": words, "type": "oa.open.url", "payload": {"url": "javascript:alert(1)"}}]
    text(emulator, user(emulator), words, attachment={"type": "template", "payload": {"buttons": buttons}})
    expect(opened.get_by_label(AN).locator("li.oa a", has_text=words)).to_be_visible()
    assert opened.get_by_label(AN).locator("li.oa a").get_attribute("href") is None
    assert opened.locator(".phone img, #people img").count() == 0
    answer = call(emulator, "GET", "/")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert json.loads(call(emulator, "GET", "/__emu/world").raw)


def test_the_phone_that_somebody_writes_on_stays(emulator, opened):
    opened.get_by_label(AN).get_by_label("Tin nhắn").fill("đang viết dở")
    for number in range(2, 30):
        send(emulator, f"849000000{number:02}", tracking_id=f"t-{number}")
    expect(opened.get_by_role("button", name="Đỗ Gia Bảo")).to_contain_text("Đã tiếp nhận: Công nhận hạng")
    expect(opened.get_by_label(AN).get_by_label("Tin nhắn")).to_have_value("đang viết dở")


def test_a_busy_hour_does_not_drown_the_page(emulator, opened):
    """400 messages to 36 people: as many phones as fit, and the last message on them."""
    for number in range(400):
        send(emulator, f"849000000{number % 36 + 1:02}", tracking_id=f"t-{number}")
    send(emulator, "84900000001", data={**DATA, "status": "Xong cả"})
    expect(opened.get_by_label(AN).get_by_text("Xong cả")).to_be_visible(timeout=30_000)
    assert opened.locator(".phone").count() <= 6
    assert opened.locator("#people button").count() == 40
