"""A receipt from the button to the citizen's check in a real browser: issued, downloaded, verified, voided; the book."""

import json
from pathlib import Path

from documents.models import IssuedPaper
from documents.trial_certificate import make
from foundation import scoping
from tests.browser.faces import arrived, judge, sign_in, silent, vietnamese_in
from tests.support.world import filed, person


def issued() -> IssuedPaper:
    with scoping.system("test"):
        return IssuedPaper.objects.latest("id")


def address_of(paper, server) -> str:
    return f"{server.url}/xac-thuc/{json.loads(paper.data)['verify_url'].partition('/xac-thuc/')[2]}"


def test_a_receipt_is_issued_checked_and_voided(page, live_server, world, settings, tmp_path):
    settings.SIGNING_PKCS12 = str(tmp_path / "thu.p12")
    make(Path(settings.SIGNING_PKCS12))
    dossier = filed(world, accept=True, applicant=person(7, full_name="Nguyễn Thị Kiểm Tra"))
    with silent(page, live_server, allowed=(400,)):
        sign_in(page, live_server, world.people["receptionist"])
        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/")
        page.get_by_role("link", name="Lập: Giấy tiếp nhận hồ sơ và hẹn trả kết quả").click()
        arrived(page, "h1:has-text('Giấy tiếp nhận hồ sơ và hẹn trả kết quả')")
        page.get_by_label("Số lượng hồ sơ (bộ)").fill("nhiều")
        page.get_by_role("button", name="Phát hành").click()
        arrived(page, "#loi")
        judge(page, "lap-phieu")
        page.get_by_label("Số lượng hồ sơ (bộ)").fill("1")
        page.get_by_role("button", name="Phát hành").click()
        arrived(page, ".notice.good:has-text('0001/TTPVHCC')")
        judge(page, "ho-so-co-phieu")
        with page.expect_download() as coming:
            page.get_by_role("link", name="Tải để in").click()
        kept = tmp_path / "phieu.pdf"
        coming.value.save_as(kept)
        page.goto(f"{live_server.url}/can-bo/so-theo-doi/?linh_vuc={field_code(dossier)}")
        arrived(page, "h2:has-text('In sổ')")
        judge(page, "so-theo-doi")

        paper = issued()
        page.goto(address_of(paper, live_server))
        arrived(page, "h1:has-text('Phiếu còn hiệu lực')")
        assert "Nguyễn T** K** T**" in page.locator("main").inner_text()
        judge(page, "xac-thuc")
        page.set_input_files("#id_file", kept)
        page.get_by_role("button", name="So tệp này").click()
        arrived(page, ".notice.good:has-text('không khác một byte nào')")
        other = bytearray(kept.read_bytes())
        other[len(other) // 2] ^= 1
        kept.write_bytes(bytes(other))
        page.set_input_files("#id_file", kept)
        page.get_by_role("button", name="So tệp này").click()
        arrived(page, ".notice.bad:has-text('Không phải bản đã phát hành')")
        judge(page, "xac-thuc-khac")

        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/")
        page.get_by_role("link", name="Hủy phiếu số").click()
        page.get_by_label("Vì sao hủy").fill("Ghi sai số bộ")
        judge(page, "huy-phieu")
        page.get_by_role("button", name="Hủy phiếu").click()
        arrived(page, ".notice.good:has-text('Đã hủy phiếu')")
        page.goto(address_of(paper, live_server))
        arrived(page, "h1:has-text('Phiếu đã bị hủy')")
        judge(page, "xac-thuc-da-huy")
        page.goto(f"{live_server.url}/en/xac-thuc/{address_of(paper, live_server).split('/xac-thuc/')[1]}")
        arrived(page, "h1:has-text('This paper has been voided')")
        assert vietnamese_in(page) == []
    with silent(page, live_server, allowed=(404,)):
        page.goto(f"{live_server.url}/xac-thuc/khong-co/")
        arrived(page, "h1:has-text('There is no paper at this address')")
        judge(page, "en-xac-thuc-khong-co")


def field_code(dossier) -> str:
    with scoping.system("test"):
        return dossier.procedure.field.code
