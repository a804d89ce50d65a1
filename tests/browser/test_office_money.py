"""Fees, a shift, and a late decree in a real browser: sound, readable at every width, without a fault in the console."""

from accounts.roles import Role
from calendars.calendar import local_date
from calendars.models import CalendarDay
from dossiers.actions.assess_charges import Case, assess_charges, fees_of
from dossiers.actions.close_shift import close_shift
from dossiers.actions.complete import complete
from dossiers.actions.request_payment import request_payment
from dossiers.models import BankAccount
from foundation import scoping
from foundation.jobs import run_some
from foundation.models import Job
from tests.browser.faces import arrived, judge, sign_in, silent, vietnamese_in
from tests.browser.test_office_work import started
from tests.dossiers.test_money import paid
from tests.dossiers.test_transfers import owing, told
from tests.support.world import CIVIL_STATUS, filed, official, person


def test_a_fee_is_determined_collected_and_counted(page, live_server, world):
    dossier = started(world)
    with scoping.system("test"):
        BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011001234567",
            holder="Trung tâm Phục vụ hành chính công tỉnh Bắc Ninh",
        )  # fmt: skip
    with world.scope("case_officer"):
        request_payment(dossier.id, actor=world.actor("case_officer"), reason="Nộp phí thẩm định")
    with silent(page, live_server):
        sign_in(page, live_server, world.people["cashier"])
        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/phi/")
        page.get_by_label("1.500.000").first.check()
        page.get_by_role("button", name="Xác định").click()
        arrived(page, "img[alt^='Mã VietQR']")
        judge(page, "phi")
        page.get_by_label("Số tiền (đồng)").fill("1.500.000")
        page.get_by_role("button", name="Thu tiền và ghi biên lai").click()
        arrived(page, "text=Đã thu tiền, biên lai số")
        judge(page, "phi-da-thu")
        page.goto(f"{live_server.url}/can-bo/chot-ca/")
        judge(page, "chot-ca")
        page.get_by_label("Tiền mặt đếm được (đồng)").fill("1.500.000")
        page.get_by_role("button", name="Chốt ca").click()
        arrived(page, "text=Đã chốt ca")
        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/")
        judge(page, "ho-so-da-thu", widths=(360, 1280))


def test_what_is_settled_at_once_is_paid_for_on_the_same_page(page, live_server, world):
    """One page from the queue to the receipt: what is owed is reckoned, then all of it is done with one press."""
    with scoping.system("test"):
        official(world, Role.SIGNER, "ward", suffix="-ward")
    dossier = filed(
        world, procedure=CIVIL_STATUS, agency=world.agencies["ward"].code, applicant=person(1),
        receiving_agency=world.centre.code,
    )  # fmt: skip
    with silent(page, live_server):
        sign_in(page, live_server, world.people["receptionist"])
        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/tra-ngay/")
        judge(page, "tra-ngay")
        page.get_by_label("8.000 đ/bản").check()
        page.get_by_label("Số bản").fill("3")
        page.get_by_label("Lệ phí hộ tịch").first.check()
        page.get_by_label("Mức thu theo nghị quyết").fill("15.000")
        page.get_by_text("Miễn, giảm", exact=True).first.click()
        page.get_by_label("Thuộc trường hợp").first.select_option("ho_ngheo")
        page.get_by_role("button", name="Tính tiền").click()
        arrived(page, "#tinh-tien")
        judge(page, "tra-ngay-da-tinh")
        page.get_by_role("button", name="Trả ngay").click()
        arrived(page, "text=Tải biên lai")
        judge(page, "tra-ngay-phi")
        assert "24.000" in page.locator("main").inner_text()


def test_a_head_waives_by_another_text(page, live_server, world):
    dossier = started(world)
    with silent(page, live_server):
        sign_in(page, live_server, world.people["centre_director"])
        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/phi/")
        page.get_by_label("1.500.000").first.check()
        page.get_by_text("Miễn, giảm", exact=True).first.click()
        page.get_by_label("Thuộc trường hợp").first.select_option("+")
        page.get_by_label("Miễn, giảm bao nhiêu phần trăm").first.fill("50")
        page.get_by_label("Trường hợp khác", exact=True).first.fill("Doanh nghiệp ở vùng vừa bị bão lũ")
        page.get_by_label("Căn cứ").first.fill("Nghị quyết số 99/2026/NQ-HĐND")
        judge(page, "phi-mien-giam")
        page.get_by_role("button", name="Xác định").click()
        arrived(page, "text=giảm 50%")
        judge(page, "phi-da-giam", widths=(360, 1280))


def test_what_is_owed_is_said_at_the_hand_over(page, live_server, world):
    dossier = started(world)
    with world.scope("case_officer"):
        actor = world.actor("case_officer")
        assess_charges(dossier.id, {fees_of(dossier)[0].id: Case()}, actor=actor)
    with world.scope("unit_head"):
        complete(dossier.id, actor=world.actor("unit_head"), outcome="granted")
    with silent(page, live_server):
        sign_in(page, live_server, world.people["returner"])
        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/")
        judge(page, "ho-so-con-no", widths=(360, 1280))
        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/return_result/")
        judge(page, "tra-ket-qua-con-no", widths=(360, 1280))


def test_waivers_are_public(page, live_server, world):
    with silent(page, live_server):
        for language in ("", "/en"):
            page.goto(f"{live_server.url}{language}/thu-tuc/{CIVIL_STATUS}/")
            for summary in page.locator("#phi details summary").all():
                summary.click()
            judge(page, f"thu-tuc-mien-giam{language.replace('/', '-')}", widths=(360, 1280))
        assert vietnamese_in(page) == []


def test_transfers_are_matched_moved_and_looked_into(page, live_server, world):
    (one, owed), (two, _owed) = owing(world, 1), owing(world, 2)
    with scoping.system("test"):
        account = BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011001234567",
            holder="Trung tâm Phục vụ hành chính công tỉnh Bắc Ninh",
        )  # fmt: skip
    told(
        account,
        f"MBVCB.3278907687.NGUYEN VAN THU nop le phi cho ho so {one.code} va {two.code} CT tu 0123456789",
        owed,
        "FT26335000001",
    )
    told(account, "tien phi khach san thang 11", 1_500_000, "FT26335000002")
    told(account, one.code, owed, "FT26335000003")
    with silent(page, live_server):
        sign_in(page, live_server, world.people["cashier"])
        page.goto(f"{live_server.url}/can-bo/chuyen-khoan/")
        judge(page, "chuyen-khoan")
        page.get_by_text("Tra soát", exact=True).last.click()
        page.get_by_label("Lý do tra soát").last.fill("Người chuyển báo chuyển nhầm tài khoản, chờ ngân hàng trả lời")
        page.get_by_role("button", name="Ghi là đang tra soát").last.click()
        arrived(page, "text=Đã ghi là đang tra soát")
        judge(page, "chuyen-khoan-tra-soat", widths=(360, 1280))
        page.get_by_role("button", name=f"Ghi cho hồ sơ này : {two.code}").click()
        arrived(page, "text=Đã ghi biên lai")
        page.goto(f"{live_server.url}/can-bo/chot-ca/")
        judge(page, "chot-ca-tra-soat", widths=(360, 1280))
        page.goto(f"{live_server.url}/can-bo/ho-so/{one.id}/phi/")
        page.get_by_role("button", name="Lập biên lai").first.click()
        arrived(page, "text=Tải biên lai")
        page.get_by_text("Chuyển sang hồ sơ khác").click()
        judge(page, "phi-chuyen", widths=(360, 1280))
        page.get_by_label("Mã hồ sơ nhận").fill(two.code)
        page.get_by_label("Lý do chuyển").fill("Người nộp ghi nhầm mã hồ sơ")
        page.get_by_role("button", name="Chuyển tiền").click()
        arrived(page, "text=Đã chuyển sang hồ sơ khác")
        judge(page, "phi-da-chuyen", widths=(360, 1280))
        page.goto(f"{live_server.url}/can-bo/ho-so/{one.id}/")
        judge(page, "ho-so-da-chuyen", widths=(360, 1280))


def test_a_shift_is_closed_by_the_director_and_too_much_is_given_back(page, live_server, world):
    """Given a cashier who took cash, cards and a transfer of too much, the director closes the shift and gives the rest back."""
    row, owed = owing(world, 1)
    for method, amount in (("cash", 500_000), ("card", 300_000), ("vietqr", owed)):
        paid(world, row, amount, method=method, bank_reference="FT26335000009" if method == "vietqr" else "")
    with world.scope("cashier"):
        counts = {"cash": 500_000, "card": 290_000, "vietqr": owed}
        close_shift(world.centre.id, counts=counts, reason="Một lần quẹt bị hủy ở máy", actor=world.actor("cashier"))
    for method, amount in (("cash", 20_000), ("card", 30_000)):
        paid(world, row, amount, method=method)
    with silent(page, live_server, allowed=(400,)):
        sign_in(page, live_server, world.people["cashier"])
        page.goto(f"{live_server.url}/can-bo/chot-ca/")
        judge(page, "chot-ca-cac-cach")
        page.get_by_role("button", name="Chốt ca").click()
        arrived(page, "text=Chưa chốt được")
        judge(page, "chot-ca-loi", widths=(360, 1280))
    page.context.clear_cookies()
    with silent(page, live_server):
        sign_in(page, live_server, world.people["centre_director"])
        page.goto(f"{live_server.url}/can-bo/so-chot-ca/?noi={world.centre.id}")
        judge(page, "so-chot-ca")
        page.get_by_role("link", name="Cán bộ cashier").click()
        arrived(page, "text=Chốt thay")
        page.get_by_label("Tiền mặt đếm được (đồng)").fill("20.000")
        page.get_by_label("Thẻ, theo phiếu").fill("30.000")
        page.get_by_label("Vì sao chốt thay").fill("Đã nghỉ việc, kiểm đếm cùng kế toán")
        judge(page, "so-chot-ca-thay")
        page.get_by_role("button", name="Chốt thay").click()
        arrived(page, "text=Đã chốt ca")
        judge(page, "so-chot-ca-xong", widths=(360, 1280))
        page.goto(f"{live_server.url}/can-bo/ho-so/{row.id}/phi/")
        page.get_by_text("Hoàn trả", exact=True).click()
        judge(page, "phi-hoan-tra")
        page.get_by_label("Số tiền hoàn trả (đồng)").fill("500.000")
        page.get_by_label("Số chứng từ").fill("PC 12/2026")
        page.get_by_label("Lý do hoàn trả").fill("Nộp thừa")
        page.get_by_role("button", name="Ghi đã hoàn trả").click()
        arrived(page, "text=Đã ghi việc hoàn trả")
        judge(page, "phi-da-hoan-tra", widths=(360, 1280))


def test_an_account_is_changed_after_a_look(page, live_server, world):
    with scoping.system("test"):
        BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011001234567", valid_from="2026-01-01",
            holder="Trung tâm Phục vụ hành chính công tỉnh Bắc Ninh",
        )  # fmt: skip
    with silent(page, live_server):
        sign_in(page, live_server, world.people["centre_director"])
        page.goto(f"{live_server.url}/can-bo/tai-khoan-thu/")
        judge(page, "tai-khoan-thu")
        page.get_by_label("Mã BIN của ngân hàng").fill("970415")
        page.get_by_label("Số tài khoản").fill("117000000099")
        page.get_by_label("Chủ tài khoản").fill("Trung tâm Phục vụ hành chính công tỉnh Bắc Ninh")
        page.get_by_role("button", name="Xem trước khi đổi").click()
        arrived(page, "text=Xác nhận đổi tài khoản")
        judge(page, "tai-khoan-thu-xac-nhan")
        page.get_by_role("button", name="Đổi tài khoản").click()
        arrived(page, "text=Đã đổi tài khoản thu phí")
        judge(page, "tai-khoan-thu-da-doi", widths=(360, 1280))
        page.get_by_label("Mã BIN của ngân hàng").fill("970415")
        page.get_by_label("Số tài khoản").fill("117000000098")
        page.get_by_label("Chủ tài khoản").fill("Trung tâm Phục vụ hành chính công tỉnh Bắc Ninh")
        page.get_by_role("button", name="Xem trước khi đổi").click()
        arrived(page, "text=Chưa có tiền nào chuyển vào")
        judge(page, "tai-khoan-thu-thay-ngay", widths=(360, 1280))
        page.get_by_role("button", name="Thay ngay").click()
        arrived(page, "text=nhập sai, đã thay")
        judge(page, "tai-khoan-thu-da-thay", widths=(360, 1280))


def test_a_citizen_sees_what_is_left_to_pay(page, live_server, world):
    dossier = started(world)
    with scoping.system("test"):
        BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011001234567", holder="Trung tâm"
        )
    with world.scope("case_officer"):
        actor = world.actor("case_officer")
        assess_charges(dossier.id, {fees_of(dossier)[0].id: Case()}, actor=actor)
        request_payment(dossier.id, actor=actor, reason="Nộp phí thẩm định")
    with silent(page, live_server):
        page.goto(f"{live_server.url}/tra-cuu/?code={dossier.code}")
        page.get_by_label("Số bí mật").fill(dossier.receipt_code)
        page.locator("main form button").first.click()
        arrived(page, "img[alt^='Mã VietQR']")
        judge(page, "tra-cuu-phi")


def test_a_late_decree_is_looked_at_and_done(page, live_server, world):
    dossier = started(world)
    day = local_date(dossier.due_at)
    with scoping.system("test"):
        CalendarDay.objects.create(
            date=day, province=world.province, kind="nghi_hoan_doi", name="Nghỉ muộn", citation="Thông báo thử"
        )
    with silent(page, live_server):
        sign_in(page, live_server, world.people["controller"])
        page.goto(f"{live_server.url}/can-bo/tinh-lai-han/")
        judge(page, "tinh-lai-han")
        page.get_by_label("Từ ngày").fill(day.isoformat())
        page.get_by_label("Đến ngày").fill(day.isoformat())
        page.get_by_label("Văn bản làm thay đổi lịch nghỉ").fill("Thông báo số 12/TB-UBND")
        page.get_by_role("button", name="Xem trước").click()
        arrived(page, "progress")
        judge(page, "tinh-lai-han-dang-xem", widths=(360, 1280))
        _work()
        # the page finds out by itself
        page.get_by_role("button", name="Cho tính lại 1 hồ sơ và báo công dân").wait_for()
        page.reload()  # what axe has left behind is not ours
        judge(page, "tinh-lai-han-xem-truoc")
        page.get_by_role("button", name="Cho tính lại 1 hồ sơ và báo công dân").click()
        arrived(page, "progress")
        _work()
        page.get_by_text("Đã đổi ngày hẹn").wait_for()
        page.locator("progress").wait_for(state="detached")
        judge(page, "tinh-lai-han-xong", widths=(360, 1280))
        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/thoi-han/")
        judge(page, "thoi-han-tinh-lai", widths=(360, 1280))


def _work() -> None:
    with scoping.system("test"):
        newest = Job.objects.latest("id")
    run_some(newest.id, seconds=60)
