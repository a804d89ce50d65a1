"""What is prepared for a later day, as officials see it: a next edition of a form, a law that ends a province's process."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from documents.forms.catalogue import FORMS, PaperKind, Source
from foundation import scoping
from foundation.local_time import today_local
from procedures.queries import current_version
from tests.browser.faces import arrived, judge, sign_in, silent
from tests.procedures.lapsing import fitting, imported, published, quicker, renamed, staffed
from tests.procedures.layers import days, version_of
from tests.support.world import MARRIAGE


@pytest.fixture
def prepared(monkeypatch):
    """A next edition of the receipt."""
    begins = today_local() + timedelta(days=90)
    now = FORMS[PaperKind.RECEIPT][0]
    source = Source(
        "thu", "Thông tư thử", "Thông tư thử ngày 15/1/2027, Phụ lục I", begins, decision_date=date(2027, 1, 20)
    )
    fields = {key: label for key, label in now.fields.items() if key != "email"}
    form = replace(now, source=source, fields={**fields, "ma_chung_thuc": "Mã chứng thực"}, unverified={})
    monkeypatch.setitem(FORMS, PaperKind.RECEIPT, (now, form))


def test_forms_with_their_editions(page, live_server, world, prepared):
    with silent(page, live_server):
        sign_in(page, live_server, world.people["controller"])
        page.get_by_role("link", name="Mẫu phiếu").click()
        arrived(page, "h1:has-text('Mẫu phiếu')")
        judge(page, "mau-phieu")
        page.get_by_role("link", name="01 Giấy tiếp nhận hồ sơ").first.click()
        arrived(page, "h2:has-text('Khác bản')")
        assert "Mã chứng thực" in page.locator("main").inner_text()
        judge(page, "mau-phieu-so-sanh")


def test_a_law_that_ends_the_process_of_the_province(page, live_server, world):
    """From the first page to the draft for the new version."""
    begins = today_local() + timedelta(days=90)
    with scoping.system("test"):
        version = current_version(MARRIAGE)
    published(staffed(world), version, begins=today_local(), change=renamed)
    imported(begins, change=quicker)
    with silent(page, live_server):
        sign_in(page, live_server, world.people["controller"])
        arrived(page, f".notice.warn:has-text('Từ ngày {begins:%d/%m/%Y}')")
        judge(page, "ban-lam-viec-quy-trinh-het")
        page.get_by_role("link", name="Đăng ký kết hôn").first.click()
        arrived(page, "h1:has-text('Quy trình nội bộ của tỉnh')")
        judge(page, "quy-trinh-het")
        page.get_by_role("button", name="từ quy trình cũ").click()
        arrived(page, "h1:has-text('Soạn quy trình')")
        assert page.locator("input[value='Kiểm tra tại phường']").count() == 1


def test_days_on_national_steps_and_a_promise_that_was_left_out(page, live_server, world):
    """Told on the first page and, for the process, on its own."""
    begins = today_local() + timedelta(days=90)
    version_of("2026-01-01", days(5))
    version_of(begins.isoformat())
    with scoping.system("test"):
        version = current_version(MARRIAGE)
    published(staffed(world), version, begins=today_local(), change=renamed)
    ahead = imported(begins, change=quicker)
    published(world, ahead, begins=begins + timedelta(days=9), change=fitting)
    with silent(page, live_server):
        sign_in(page, live_server, world.people["controller"])
        arrived(page, ".notice.warn:has-text('không có cam kết thời hạn của tỉnh')")
        judge(page, "ban-lam-viec-thieu-cam-ket")
        page.get_by_role("link", name="Đăng ký kết hôn").first.click()
        arrived(
            page, f".notice.warn:has-text('Quy trình mới chỉ áp dụng sau ngày {begins + timedelta(days=8):%d/%m/%Y}')"
        )
        judge(page, "quy-trinh-khoang-trong")
        page.goto(page.url.partition("?")[0])
        arrived(page, "h1:has-text('Quy trình nội bộ của tỉnh')")
        judge(page, "quy-trinh-truoc-khoang-trong")
        page.goto(f"{page.url}?phien-ban={ahead.version}")
        arrived(page, "button:has-text('Rút')")
        judge(page, "quy-trinh-rut")
        page.get_by_role("button", name="Rút").click()
        arrived(page, "td:has-text('đã rút')")
        judge(page, "quy-trinh-da-rut")
