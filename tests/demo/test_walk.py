"""``make demo`` for a newcomer: what it prints is true, to the letter, the first time and the next."""

import signal
import sys
import time

import pytest

from tests.demo.walking import WITHIN, Printed, sign_in, walked

pytestmark = [
    pytest.mark.browser, pytest.mark.faults, pytest.mark.skipif(sys.platform != "linux", reason="nhìn vào /proc"),
]  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


def context(browser, size):
    return browser.new_context(viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")


def test_the_printed_walk_today_and_after_a_restart(first, browser):
    first.end()
    demo = first.demo
    running = demo.start()
    try:
        printed = Printed(demo.until_ready(running))
        wide = context(browser, WIDE)
        walked_first = walked(wide, printed.walk, printed.password)
        _ask_on_zalo(wide, printed)
        _some_accounts(wide, printed)
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 0
        began = time.monotonic()
        running = demo.start()
        again = Printed(demo.until_ready(running))
        assert time.monotonic() - began < 90
        # the dossier of the first walk is settled business: another one waits, and the first is as it was left
        assert again.walk.dossier != printed.walk.dossier
        narrow = context(browser, NARROW)
        second = walked(narrow, again.walk, again.password)
        assert second != walked_first
        page = narrow.new_page()
        page.goto(printed.walk.dossier)
        assert page.locator("h1 .code").inner_text() == walked_first
        assert page.get_by_text("Đã đến máy").first.is_visible()
    finally:
        running.kill()
        running.wait(30)


def _ask_on_zalo(pages, printed: Printed) -> None:
    """The second suggestion: the linked owner is told everything, a stranger the way to the page."""
    question = printed.found(r"\n\s+(tra cứu H\S+)")
    code = question.removeprefix("tra cứu ")
    owner = _asked(pages, printed.found(r"liên kết được trả lời đủ: (http\S+)"), question)
    assert "Tình trạng:" in owner and "Cơ quan giải quyết:" in owner and code in owner
    stranger = _asked(pages, printed.found(r"chỉ đến trang tra cứu: (http\S+)"), question)
    assert "Tình trạng:" not in stranger and "Tra cứu trên trang" in stranger


def _asked(pages, address: str, question: str) -> str:
    """What the phone shows as the answer to a question typed on it."""
    phone = pages.new_page()
    phone.goto(address)
    phone.get_by_role("textbox", name="Tin nhắn").fill(question)
    phone.get_by_role("button", name="Gửi", exact=True).click()
    asked = phone.locator(".log li", has_text=question).last
    asked.wait_for(timeout=WITHIN)
    answer = phone.locator(".log li:last-child", has_text="Xem chi tiết").or_(
        phone.locator(".log li:last-child", has_text="Tra cứu trên trang")
    )
    answer.first.wait_for(timeout=WITHIN)
    return str(answer.first.inner_text())


def _some_accounts(pages, printed: Printed) -> None:
    """One of each province signs in as printed and finds work; tests/seeding asks all of them."""
    site = printed.found(r"Trang cán bộ:\s+(http\S+)")
    names = printed.accounts
    assert len(names) > 50 and len(set(names)) == len(names)
    for name in ("thulydat.h05", "tiepnhanphuong.h19", "chutichdalat.h36"):
        assert name in names
        page = pages.browser.new_page()
        page.goto(site)
        sign_in(page, name, printed.password)
        page.locator("tbody tr").first.wait_for(timeout=WITHIN)
        page.close()
