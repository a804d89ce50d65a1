"""Every field of domain.md §1.4 stands in the PDF, under its label; the pages are as big as the circular says."""

import io

import pypdf
import pytest

from documents.forms.catalogue import FORMS, PaperKind
from dossiers.forms.rules import OF_DOSSIERS
from foundation.local_time import to_local
from tests.forms.conftest import bytes_of, text_of
from tests.forms.lives import issued, lived, represented

pytestmark = pytest.mark.django_db


def said(moment) -> str:
    local = to_local(moment)
    month = f"{local.month:02}" if local.month < 3 else str(local.month)
    return f"{local:%H} giờ {local:%M} phút, ngày {local:%d} tháng {month} năm {local.year}"


def printed(world, kind, dossier, **more) -> str:
    paper = issued(world, kind, dossier, **more)
    text = text_of(bytes_of(paper))
    form = FORMS[kind][0]
    assert form.title.upper() in text and f"Số: {paper.number}" in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text and "Độc lập – Tự do – Hạnh phúc" in text
    local = to_local(paper.issued_at)
    assert f"Bắc Ninh, ngày {local:%d} tháng {local.month:02}" in text or f"tháng {local.month} năm" in text
    assert f"Mẫu số {form.number}, Thông tư 03/2025/TT-VPCP" in text
    return text


def has(text: str, *parts: str) -> None:
    assert [part for part in parts if part not in text] == []


def test_01_receipt(world):
    dossier = lived(world, PaperKind.RECEIPT, **represented())
    text = printed(world, PaperKind.RECEIPT, dossier)
    has(
        text, "ỦY BAN NHÂN DÂN TỈNH BẮC NINH", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "Số: 0001/TTPVHCC",
        f"Mã hồ sơ: {dossier.code}",
        "Trung tâm Phục vụ hành chính công/Bộ phận TN&TKQ: Trung tâm Phục vụ hành chính công",
        "Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức: Công ty TNHH Khách sạn Sông Cầu 1",
        "Số định danh cá nhân/tổ chức: 2300000001", "Địa chỉ: Phường Thử Nghiệm", "Số điện thoại: ", "Email: —",
        "Người được ủy quyền nộp hồ sơ: Trần Thị Ủy Quyền", "Số định danh: 027090000007; Địa chỉ: Phường Thử Nghiệm",
        "Email: uyquyen@example.vn", "Giấy tờ ủy quyền: Giấy ủy quyền ngày 20/11/2026",
        "Nội dung yêu cầu giải quyết: ", "(Công nhận hạng 2 sao)", "Thành phần hồ sơ nộp gồm:",
        "1. Đơn đề nghị công nhận hạng", "2. Bản tự đánh giá", "3. Danh sách nhân viên", "Số lượng hồ sơ: 01 (bộ)",
        "Thời gian giải quyết hồ sơ theo quy định là: 30 ngày", f"Thời gian nhận hồ sơ: {said(dossier.accepted_at)}",
        f"Thời gian trả kết quả giải quyết hồ sơ: {said(dossier.due_at)}", "Đăng ký nhận kết quả tại: Quầy số 4",
        "Vào Sổ theo dõi hồ sơ, Quyển số: ", "Số thứ tự: 0001", "Người nộp hồ sơ", "Người tiếp nhận hồ sơ",
        "Cán bộ receptionist", f"Mã tra cứu: {dossier.receipt_code}",
    )  # fmt: skip


def test_01_without_representative(world):
    assert "ủy quyền" not in printed(world, PaperKind.RECEIPT, lived(world, PaperKind.RECEIPT))


def test_02_supplement(world):
    text = printed(world, PaperKind.SUPPLEMENT, lived(world, PaperKind.SUPPLEMENT))
    has(
        text, "Số: 0001/PBS-BPTNTKQ", "Hồ sơ của: Công ty TNHH Khách sạn Sông Cầu 1", "Nội dung yêu cầu giải quyết: ",
        "Địa chỉ: Phường Thử Nghiệm", "Số điện thoại: ", "Email: ", "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:",
        "1. Bản vẽ mặt bằng", "2. Ảnh mặt tiền", "Lý do: Chưa đủ theo quy định", "Thời hạn bổ sung: đến ",
        "liên hệ với Sở Văn hóa, Thể thao và Du lịch", "số điện thoại 0222 000 001", "Người hướng dẫn",
        "Cán bộ case_officer",
    )  # fmt: skip


def test_03_refusal(world):
    text = printed(world, PaperKind.REFUSAL, lived(world, PaperKind.REFUSAL))
    has(
        text, "Số: 0001/PTC", "Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức: Công ty TNHH", "Số định danh cá nhân/tổ chức: 2300000001",
        "Địa chỉ: ", "Số điện thoại: ", "Email: ", "Mã hồ sơ: —", "Nội dung yêu cầu giải quyết: ",
        "Không tiếp nhận/giải quyết hồ sơ với lý do:", "Không thuộc thẩm quyền giải quyết", "Người nộp hồ sơ",
        "Người tiếp nhận hồ sơ",
    )  # fmt: skip


def test_04_apology(world):
    dossier = lived(world, PaperKind.APOLOGY)
    text = printed(world, PaperKind.APOLOGY, dossier)
    has(
        text, "Số: 0001/PXL", "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Kính gửi: Công ty TNHH Khách sạn Sông Cầu 1",
        f"Ngày {to_local(dossier.accepted_at):%d} tháng", "Trung tâm Phục vụ hành chính công tiếp nhận",
        "Công nhận hạng", "Số định danh cá nhân/tổ chức: 2300000001", f"Mã số hồ sơ: {dossier.code}",
        f"Thời gian hẹn trả kết quả: {said(dossier.original_due_at)}", "Lý do: Phải xác minh thực địa thêm",
        "xin lỗi Ông (Bà)/Tổ chức", f"Thời gian trả kết quả mới: {said(dossier.due_at)}", "GIÁM ĐỐC", "Cán bộ signer",
    )  # fmt: skip


def test_05_stop(world):
    dossier = lived(world, PaperKind.STOP)
    text = printed(world, PaperKind.STOP, dossier)
    assert FORMS[PaperKind.STOP][0].derived
    has(
        text, "Số: 0001/TBD", "Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức: Công ty", "Số định danh cá nhân/tổ chức: 2300000001",
        "Địa chỉ: ", "Số điện thoại: ", "Email: ", f"Mã hồ sơ: {dossier.code}", "Nội dung yêu cầu giải quyết: ",
        f"Ngày yêu cầu: {said(dossier.closed_at)}", "Người yêu cầu: Nguyễn Văn Thử",
        "Lý do dừng: Đổi phương án kinh doanh", "Giấy tờ trả lại:", "1. Bản chính giấy phép",
    )  # fmt: skip


def test_05_when_the_agency_stops_nobody_has_asked_for_it(world):
    from dossiers.actions.start import start
    from dossiers.actions.stop import stop
    from dossiers.forms.gathering import facts_of, occasion_of
    from dossiers.forms.typed import suggested
    from dossiers.paper_policies import PaperPolicy
    from events.queries import of_subject
    from tests.forms.lives import again, do
    from tests.support.world import filed

    dossier = filed(world, accept=True)
    do(world, "case_officer", start, dossier)
    do(world, "case_officer", stop, dossier, reason="Quá hạn bổ sung")
    with world.scope("case_officer"):
        row, record = again(dossier), list(of_subject("dossier", dossier.id))
        post = PaperPolicy.of(world.actor("case_officer")).post_to_issue(PaperKind.STOP, row, record)
        offered = suggested(PaperKind.STOP, facts_of(row, occasion_of(PaperKind.STOP, record), post))
    assert offered["asked_by"] == ""
    text = printed(world, PaperKind.STOP, dossier, role="case_officer", typed=offered)
    has(text, "Ngày yêu cầu: —", "Người yêu cầu: —", "Lý do dừng: Quá hạn bổ sung", "Giấy tờ trả lại: Không có.")


def test_06_control_slip_from_the_record(world):
    dossier = lived(world, PaperKind.CONTROL)
    text = printed(world, PaperKind.CONTROL, dossier)
    has(
        text, "Số: 0001/PKS", f"Mã số hồ sơ: {dossier.code}", "Cơ quan giải quyết: Sở Văn hóa, Thể thao và Du lịch",
        "Cơ quan phối hợp giải quyết: —", f"Thời gian hẹn trả kết quả: {said(dossier.due_at)}",
        "1. Giao: Trung tâm Phục vụ hành chính công", "2. Nhận: Sở Văn hóa, Thể thao và Du lịch", "Người giao: Cán bộ",
        "Người nhận: Cán bộ case_officer", "Kết quả giải quyết", "đúng hạn", "quá hạn", "Trước hạn", "Ghi chú",
        "2. Nhận: Người nộp hồ sơ",
    )  # fmt: skip


@pytest.mark.parametrize("kind", list(OF_DOSSIERS))
def test_sizes_and_what_the_bytes_are(world, kind):
    content = bytes_of(issued(world, kind, lived(world, kind)))
    read = pypdf.PdfReader(io.BytesIO(content))
    width, height = (round(float(side) / 72 * 25.4) for side in read.pages[0].mediabox[2:])
    assert (width, height) == ((210, 297) if kind is PaperKind.CONTROL else (148, 210))
    assert b"pdfaid:part" in content, "PDF/A"
    assert (
        read.metadata.title.endswith(f"số 0001/{FORMS[kind][0].suffix.format(unit='TTPVHCC')}")
        or "BPTNTKQ" in read.metadata.title
    )
    fonts = {f for page in read.pages for f in page["/Resources"]["/Font"]}
    assert fonts, "letters are embedded as a font"
