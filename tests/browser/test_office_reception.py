"""At the counter in a real browser: who somebody is, and what the store holds, written down in a few clicks."""

from tests.browser.faces import arrived, judge, sign_in, silent
from tests.support.world import filed


def test_a_receptionist_confirms_an_identity_and_takes_a_paper_from_the_store(page, live_server, world):
    dossier = filed(world, 1, accept=True)
    with silent(page, live_server):
        sign_in(page, live_server, world.people["receptionist"])
        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/")
        page.get_by_role("link", name="xác nhận danh tính của").click()
        arrived(page, "h1:has-text('Xác nhận danh tính')")
        judge(page, "danh-tinh")
        page.get_by_label("Cơ sở dữ liệu quốc gia").check()
        page.get_by_role("button", name="Xác nhận danh tính").click()
        arrived(page, "text=Đã ghi cách xác nhận danh tính.")
        page.get_by_text("Lấy từ kho dữ liệu điện tử").click()
        page.get_by_label("Mã trong kho").fill("KQ.2026.0001")
        judge(page, "ho-so-tiep-nhan")
        page.get_by_role("button", name="Ghi", exact=True).click()
        arrived(page, "text=Đã ghi giấy tờ lấy từ kho dữ liệu điện tử.")
        assert page.get_by_text("mã KQ.2026.0001").is_visible()
        judge(page, "ho-so-tu-kho")
