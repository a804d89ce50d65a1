"""An official's day in a real browser: the desk by urgency, a dossier, the acts with the message each will send."""

from datetime import timedelta

import pytest

from dossiers.actions.complete import complete
from dossiers.actions.start import start
from dossiers.models import Dossier
from foundation import scoping
from foundation.local_time import now
from notifications.models import Message
from tests.browser.faces import arrived, judge, press_alt, sign_in, silent
from tests.support.world import filed, person

LONG = " ".join(["Trần"] * 80)  # 399 letters


def open_dossier(page, server, dossier):
    page.goto(f"{server.url}/can-bo/ho-so/{dossier.id}/")


def now_is(dossier) -> Dossier:
    with scoping.system("test"):
        return Dossier.objects.get(id=dossier.id)


def planned(dossier, kind) -> list[Message]:
    with scoping.system("test"):
        return list(Message.objects.filter(subject_id=dossier.id, kind=kind))


def started(world, number=1, **changes):
    dossier = filed(world, number, accept=True, **changes)
    with world.scope("case_officer"):
        return start(dossier.id, actor=world.actor("case_officer"))


def test_from_sign_in_to_a_taken_in_dossier_with_the_keys_alone(page, live_server, world):
    dossier = filed(world, applicant=person(7))
    with silent(page, live_server):
        page.goto(f"{live_server.url}/can-bo/")
        assert "/can-bo/dang-nhap/?next=" in page.url
        judge(page, "office-sign-in")
        page.focus("#id_username")
        page.keyboard.type(world.people["receptionist"].username)
        page.keyboard.press("Tab")
        page.keyboard.type("matkhau")
        page.keyboard.press("Enter")
        page.wait_for_url("**/can-bo/")
        assert "Chờ tiếp nhận" in page.locator(".group").first.inner_text()
        judge(page, "office-desk")
        page.focus(".desk a.code")
        page.keyboard.press("Enter")
        page.wait_for_url("**/ho-so/**")
        preview = page.locator("aside").inner_text()
        assert "tin Zalo đến số •••007" in preview and "Đã tiếp nhận" in preview and "Hẹn trả" in preview
        assert now_is(dossier).status == "submitted" and planned(dossier, "dossier.accepted") == []
        judge(page, "office-dossier-submitted")
        press_alt(page, "n")
        arrived(page, ".notice.good")
        assert page.locator(".notice.good").inner_text() == "Đã tiếp nhận hồ sơ."
    row = now_is(dossier)
    (message,) = planned(dossier, "dossier.accepted")
    assert row.status == "accepted" and row.code in page.locator("h1").inner_text()
    for label, value in (("code", row.code), ("due_at", message.data["due_at"]), ("status", "Đã tiếp nhận")):
        assert value == message.data[label] and value in preview  # what was shown before is what is sent


def test_papers_are_asked_for_with_the_message_as_it_is_typed(page, live_server, world):
    dossier = started(world)
    sign_in(page, live_server, world.people["case_officer"])
    with silent(page, live_server, allowed=(400,)):
        open_dossier(page, live_server, dossier)
        page.click("text=Yêu cầu bổ sung")
        page.wait_for_url("**/request_supplement/")
        page.click("main form .button:not(.second)")
        arrived(page, "#loi")
        assert page.locator("#loi").inner_text().endswith("Hãy ghi lý do; công dân sẽ đọc lý do này.")
        judge(page, "office-act-faults")
        with page.expect_response("**/request_supplement/"):
            page.fill("#id_reason", "Thiếu sơ đồ vị trí có chữ ký của chủ đầu tư")
        page.wait_for_selector("#xem-truoc dd:has-text('Thiếu sơ đồ vị trí')")
        judge(page, "office-act")
        assert now_is(dossier).status == "processing"
        page.fill("#id_note", "Đã gọi điện")
        page.click("main form .button:not(.second)")
        arrived(page, ".notice.good")
    assert now_is(dossier).status == "awaiting_supplement"
    (message,) = planned(dossier, "dossier.supplement_requested")
    assert message.data["reason"] == "Thiếu sơ đồ vị trí có chữ ký của chủ đầu tư"
    told = page.locator("main").inner_text()
    assert "Nội bộ: Đã gọi điện" in told and "tạm dừng từ" in told
    judge(page, "office-dossier-paused")


def test_a_result_is_handed_over_in_one_press(page, live_server, world):
    dossier = started(world)
    with world.scope("signer"):
        complete(dossier.id, actor=world.actor("signer"), outcome="granted")
    sign_in(page, live_server, world.people["returner"])
    with silent(page, live_server):
        page.click(".tally a:has-text('Chờ trả kết quả')")
        page.click(f"text={dossier.code}")
        assert "Đã trả kết quả" in page.locator("aside").inner_text()
        page.click("main form .button")
        arrived(page, ".notice.good")
    assert now_is(dossier).status == "returned" and len(planned(dossier, "dossier.returned")) == 1


@pytest.mark.parametrize(
    ("role", "offered", "never"),
    [
        ("receptionist", [], ["Hoàn thành", "Yêu cầu nộp tiền", "Hẹn lại"]),
        ("case_officer", ["Bắt đầu xử lý", "Yêu cầu bổ sung"], ["Hoàn thành", "Tiếp nhận", "hẹn lại ngày"]),
        ("unit_head", ["Bắt đầu xử lý", "hẹn lại ngày"], ["Tiếp nhận", "Trả kết quả"]),
        ("inspector", [], ["Bắt đầu xử lý", "Tiếp nhận", "Rút hồ sơ"]),
    ],
)  # fmt: skip
def test_only_what_a_post_may_do_is_offered(page, live_server, world, role, offered, never):
    dossier = filed(world, accept=True)
    sign_in(page, live_server, world.people[role])
    open_dossier(page, live_server, dossier)
    acts = " ".join(page.locator("main .button").all_inner_texts())
    assert [act for act in offered if act not in acts] == [] and [act for act in never if act in acts] == []
    page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/complete/")
    assert "không thuộc vị trí của bạn" in page.locator("#loi").inner_text()
    assert now_is(dossier).status == "accepted"


def test_the_desk_by_urgency_and_its_filters_in_the_address(page, live_server, world):
    rows = [started(world, number) for number in range(1, 13)]
    moment = now()
    with scoping.system("test"):
        for number, row in enumerate(rows):
            due = moment + timedelta(days=number - 3)
            Dossier.objects.filter(id=row.id).update(due_at=due, due_sort=due, assignee=world.people["case_officer"])
    filed(world, 20, accept=True, applicant=person(20, full_name=LONG))
    sign_in(page, live_server, world.people["case_officer"])
    with silent(page, live_server):
        groups = [g.strip() for g in page.locator(".group h2").all_inner_texts()]
        assert groups[0].startswith("Quá hạn") and groups[-2].startswith("Sau đó")
        assert groups[-1].startswith("Chưa phân công")
        assert "quá 3 ngày" in page.locator(".desk").inner_text()
        page.click(".tally a:has-text('Quá hạn')")
        assert "xem=mine" in page.url and "nhom=overdue" in page.url
        due = page.locator(".desk td:nth-child(1)").all_inner_texts()
        assert [d.split()[0] for d in due] == [r.code for r in rows[:4]]
        page.click("text=Của đơn vị")
        page.fill("#q", "tran")
        page.select_option("#tinh-trang", "accepted")
        page.keyboard.press("Enter")
        page.click("button:has-text('Tìm, lọc')")
        assert "q=tran" in page.url and "tinh-trang=accepted" in page.url
        assert page.locator(".desk tbody tr").count() == 1
        judge(page, "office-list-long-name")
        for width in (700, 768, 900, 1000, 1280):  # a column of one letter's width is as good as none
            page.set_viewport_size({"width": width, "height": 800})
            names = [
                cell.bounding_box()["width"] for cell in page.locator(".desk td:nth-child(n+2):nth-child(-n+3)").all()
            ]
            assert min(names) >= 100, width
        page.reload()
        assert page.input_value("#q") == "tran" and page.input_value("#tinh-trang") == "accepted"
        page.goto(f"{live_server.url}/can-bo/?xem=unit&q=khongco")
        judge(page, "office-list-none")


def test_lists_go_page_by_page(page, live_server, world):
    codes = [filed(world, number, accept=True).code for number in range(1, 53)]
    sign_in(page, live_server, world.people["case_officer"])
    page.goto(f"{live_server.url}/can-bo/?xem=unit&tinh-trang=accepted")
    first = page.locator(".desk a.code").all_inner_texts()
    page.click("text=Trang sau")
    arrived(page, ".desk a.code")
    assert "cursor=" in page.url and "tinh-trang=accepted" in page.url
    rest = page.locator(".desk a.code").all_inner_texts()
    assert (len(first), len(rest)) == (50, 2)
    assert sorted(text.split()[0] for text in first + rest) == sorted(codes)
    page.click("text=Trang trước")
    arrived(page, ".desk a.code")
    assert page.locator(".desk a.code").all_inner_texts() == first
