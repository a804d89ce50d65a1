"""A dossier from desk to desk in a real browser: sent on, sent back, others asked."""

from dossiers.actions.forward import forward
from tests.browser.faces import arrived, judge, sign_in, silent
from tests.browser.test_office_work import started
from tests.support.world import HOTEL, filed


def test_an_officer_asks_another_agency_and_sends_the_dossier_on(page, live_server, world):
    dossier = started(world)
    with silent(page, live_server):
        sign_in(page, live_server, world.people["case_officer"])
        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/")
        page.get_by_role("link", name="Lấy ý kiến cơ quan khác").click()
        arrived(page, "h1:has-text('Lấy ý kiến')")
        judge(page, "lay-y-kien")
        page.get_by_label("Cơ quan được lấy ý kiến").select_option(label="Văn phòng Đăng ký đất đai")
        page.get_by_label("Nội dung cần ý kiến").fill("Thửa đất có đang tranh chấp không?")
        page.get_by_role("button", name="Lấy ý kiến cơ quan khác").click()
        arrived(page, "text=Đã gửi câu hỏi.")
        judge(page, "ho-so-cho-y-kien")
        page.get_by_role("link", name="Ghi ý kiến").click()
        arrived(page, "h1:has-text('Trả lời lấy ý kiến')")
        assert page.get_by_text("Thửa đất có đang tranh chấp không?").is_visible()
        judge(page, "tra-loi-y-kien")
        page.get_by_label("Đồng ý, kèm ý kiến").check()
        page.get_by_label("Nội dung ý kiến").fill("Không tranh chấp; cần đo lại ranh.")
        page.get_by_role("button", name="Trả lời lấy ý kiến").click()
        arrived(page, "text=Đã ghi ý kiến.")
        page.get_by_role("button", name="Chuyển «Xem xét, trình ký»").click()
        arrived(page, "text=Đã chuyển bước.")
        assert page.get_by_role("button", name="Thu hồi vừa chuyển").is_visible()
        judge(page, "ho-so-vua-chuyen")


def test_a_head_finds_it_on_the_desk_and_sends_it_back(page, live_server, world):
    dossier = started(world)
    with world.scope("case_officer"):
        forward(dossier.id, actor=world.actor("case_officer"))
    with silent(page, live_server):
        sign_in(page, live_server, world.people["unit_head"])
        page.goto(f"{live_server.url}/can-bo/?xem=mine")
        assert page.get_by_role("heading", name="Đến bước của tôi").is_visible()
        judge(page, "viec-den-buoc")
        page.get_by_role("link", name=dossier.code).first.click()
        page.get_by_role("link", name="Trả lại bước trước").click()
        arrived(page, "h1:has-text('Trả lại bước trước')")
        judge(page, "tra-lai")
        page.get_by_label("Vì sao trả lại").fill("Thiếu tờ trình")
        page.get_by_role("button", name="Trả lại bước trước").click()
        arrived(page, "text=Đã trả lại hồ sơ.")
        assert page.get_by_text("Nội bộ: Thiếu tờ trình").is_visible()


def test_procedure_control_writes_the_provinces_own_process(page, live_server, world):
    with silent(page, live_server):
        sign_in(page, live_server, world.people["controller"])
        page.goto(f"{live_server.url}/can-bo/thu-tuc/{HOTEL}/quy-trinh/")
        judge(page, "quy-trinh-cua-tinh")
        page.get_by_role("button", name="Soạn quy trình mới").click()
        arrived(page, "h1:has-text('Soạn quy trình')")
        judge(page, "soan-quy-trinh")
        page.locator("#id_b-2-amount").fill("60")
        page.get_by_role("button", name="Lưu bản nháp").click()
        arrived(page, "h2:has-text('Chưa công bố được')")
        page.locator("#id_b-2-amount").fill("10")
        page.get_by_role("button", name="Lưu bản nháp").click()
        arrived(page, "h2:has-text('Bản nháp đã lưu')")


def test_papers_are_handed_over_on_a_slip(page, live_server, world):
    rows = [filed(world, n, accept=True) for n in (1, 2, 3)]
    with world.scope("receptionist"):
        for row in rows:
            forward(row.id, actor=world.actor("receptionist"))
    with silent(page, live_server):
        sign_in(page, live_server, world.people["receptionist"])
        page.get_by_role("link", name="Bàn giao").click()
        arrived(page, "h1:has-text('Bàn giao hồ sơ giấy')")
        judge(page, "ban-giao")
        page.get_by_role("button", name="Lập phiếu và ký giao").click()
        arrived(page, "h1:has-text('Phiếu bàn giao số')")
        judge(page, "phieu-ban-giao")
