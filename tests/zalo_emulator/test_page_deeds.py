"""What one does on the phones: write, tap, follow, block, send, find."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.emulator import eventually
from tests.zalo_emulator.support import AN, BUTTONS, NGHIA, OA, text, user

pytestmark = pytest.mark.browser


class TestToDo:
    def test_to_write_and_to_tap(self, emulator, opened):
        phone = opened.get_by_label(AN)
        phone.get_by_label("Tin nhắn").fill("tra cứu hồ sơ")
        phone.get_by_role("button", name="Gửi", exact=True).click()
        expect(phone.locator("li.person", has_text="tra cứu hồ sơ")).to_be_visible()
        expect(phone.get_by_label("Tin nhắn")).to_have_value("")
        text(emulator, user(emulator), "Chọn:", attachment={"type": "template", "payload": {"buttons": BUTTONS}})
        phone.get_by_role("button", name="Tra cứu").click()
        expect(phone.locator("li.person", has_text="#tracuu")).to_be_visible()

    def test_to_follow_and_to_block(self, emulator, opened):
        phone = opened.get_by_label(AN)
        phone.get_by_role("button", name="Quan tâm", exact=True).click()
        expect(phone.get_by_text("Đang quan tâm")).to_be_visible()
        phone.get_by_role("button", name="Chặn", exact=True).click()
        expect(phone.get_by_text("Người này đã chặn tài khoản.")).to_be_visible()
        assert emulator.get("people/p01")["ties"][OA]["blocked"]
        phone.get_by_role("button", name="Bỏ chặn").click()
        expect(phone.get_by_text("Người này đã chặn tài khoản.")).to_be_hidden()
        phone.get_by_role("button", name="Bỏ quan tâm").click()
        expect(phone.get_by_text("Chưa quan tâm")).to_be_visible()

    def test_to_share_ones_number_when_asked(self, emulator, opened):
        element = {"title": "Chia sẻ", "subtitle": "Để gọi lại", "image_url": "https://a.example/1.png"}
        attachment = {"type": "template", "payload": {"template_type": "request_user_info", "elements": [element]}}
        text(emulator, user(emulator), "", attachment=attachment)
        opened.get_by_label(AN).get_by_role("button", name="Chia sẻ thông tin").click()
        assert eventually(lambda: emulator.get("people/p01")["ties"][OA]["shared_info"])["phone"] == "84900000001"

    @pytest.mark.parametrize(("what", "shown"), [("Gửi ảnh", "img"), ("Gửi tệp", "a"), ("Gửi vị trí", "text=[Vị trí]")])
    def test_to_send_things(self, emulator, opened, what, shown):
        phone = opened.get_by_label(AN)
        phone.get_by_label("Việc khác").click()
        phone.get_by_role("button", name=what).click()
        expect(phone.locator("li.person").locator(shown).first).to_be_visible()
        expect(phone.get_by_role("button", name=what)).to_be_hidden()

    def test_what_is_refused_is_told(self, emulator, page):
        page.goto(emulator.url)
        phone = page.get_by_label(AN)
        phone.get_by_label("Tin nhắn").fill("xin chào")
        page.route(
            "**/__emu/people/p01/say", lambda route: route.continue_(url=f"{emulator.url}/__emu/people/p01/shout")
        )
        phone.get_by_label("Tin nhắn").press("Enter")
        expect(page.locator("#refused")).to_contain_text("Không làm được: a person can")
        expect(phone.get_by_label("Tin nhắn")).to_have_value("xin chào")  # the words are not lost

    def test_who_has_no_zalo_cannot_write(self, emulator, page):
        page.goto(f"{emulator.url}/?open=p37")
        phone = page.get_by_label(NGHIA)
        expect(phone.get_by_text("chưa có tài khoản Zalo")).to_be_visible()
        expect(phone.get_by_label("Tin nhắn")).to_be_disabled()

    def test_several_talks_on_one_phone(self, emulator, opened):
        phone = opened.get_by_label(AN)
        phone.get_by_label("Tin nhắn").fill("đang viết dở")
        emulator.post("people/p01/chatnow", oa="H36")
        emulator.post("people/p01/human", oa="H36", text="Lâm Đồng xin chào")
        notice = phone.get_by_role("button", name="Lâm Đồng xin chào")
        expect(notice).to_be_visible()  # the phone does not turn away from somebody who writes
        expect(phone.get_by_label("Tin nhắn")).to_have_value("đang viết dở")
        notice.click()
        expect(phone.get_by_role("heading", name="Lâm Đồng")).to_be_visible()
        expect(phone.get_by_role("log").get_by_text("Lâm Đồng xin chào")).to_be_visible()
        phone.get_by_label("Các cuộc trò chuyện").click()
        phone.get_by_role("button", name="Bắc Ninh").click()
        expect(phone.get_by_role("heading", name="Bắc Ninh")).to_be_visible()

    def test_the_page_remembers_which_phones_are_open(self, emulator, opened):
        opened.get_by_role("button", name="Đặng Văn Nghĩa").click()
        expect(opened.get_by_label(NGHIA)).to_be_visible()
        opened.get_by_label(AN).get_by_label("Đóng máy này").click()
        opened.reload()
        expect(opened.get_by_label(NGHIA)).to_be_visible()
        expect(opened.get_by_label(AN)).to_have_count(0)

    @pytest.mark.parametrize("account", [":H36", "|H36", "|388613280878808642"])
    def test_a_link_opens_a_phone_at_a_talk(self, emulator, page, account):
        page.goto(f"{emulator.url}/?open=p37{account}")
        expect(page.get_by_label(NGHIA).get_by_role("heading", name="Lâm Đồng")).to_be_visible()
        expect(page.locator(".phone")).to_have_count(1)

    def test_to_find_somebody(self, emulator, opened):
        search = opened.get_by_label("Tìm theo tên hoặc số")
        for words in ("dang van nghia", "Đặng Văn Nghĩa", "0900 000 037", "037"):
            search.fill(words)
            expect(opened.locator("#people button")).to_have_count(1)
            expect(opened.locator("#people")).to_contain_text("không có Zalo")
        emulator.post("people", phone="84900000101", name="Nguyễn Thị Tiếp", official=True)
        search.fill("cán bộ")
        expect(opened.locator("#people button")).to_have_text([re.compile("Nguyễn Thị Tiếp")])
        search.fill("phi thuyền")
        expect(opened.get_by_text("Không có ai như vậy.")).to_be_visible()
