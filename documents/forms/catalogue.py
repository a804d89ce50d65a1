"""The seven forms of TT 03/2025/TT-VPCP, Phụ lục I, as data: titles, number series, sizes, fields. Pure.

The fields are those of QĐ 3621/QĐ-BYT of 24/11/2025 (BM.01–06), which reproduces the circular. The fields of form 05 were
found in no source that could be read: they are derived from form 03 (``derived``) and must be compared with the gazette.
"""

from dataclasses import dataclass
from enum import StrEnum

CIRCULAR = "Thông tư 03/2025/TT-VPCP"


class PaperKind(StrEnum):
    """Which form."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP = "stop"
    CONTROL = "control"
    REGISTER = "register"
    FEE_RECEIPT = "fee_receipt"


@dataclass(frozen=True)
class PaperForm:
    """One form: its number in the annex, its title as printed, its book (the series), what follows the number, its
    template, and its fields: key → printed label. ``{unit}`` in the suffix is TTPVHCC or BPTNTKQ."""

    number: str
    title: str
    book: str
    suffix: str
    fields: dict[str, str]
    derived: bool = False

    @property
    def template(self) -> str:
        return f"{self.number}.typ"


_PERSON = {
    "so_dinh_danh": "Số định danh cá nhân/tổ chức",
    "dia_chi": "Địa chỉ",
    "sdt": "Số điện thoại",
    "email": "Email",
}
_REFUSED = {
    "chu_ho_so": "Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức", **_PERSON, "ma_ho_so": "Mã hồ sơ",
    "noi_dung": "Nội dung yêu cầu giải quyết",
}  # fmt: skip

FORMS: dict[PaperKind, PaperForm] = {
    PaperKind.RECEIPT: PaperForm(
        "01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "GTN", "{unit}",
        {
            "ma_ho_so": "Mã hồ sơ", "noi_tiep_nhan": "Trung tâm Phục vụ hành chính công/Bộ phận TN&TKQ",
            "chu_ho_so": "Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức", **_PERSON,
            "uy_quyen": "Người được ủy quyền nộp hồ sơ", "noi_dung": "Nội dung yêu cầu giải quyết",
            "thanh_phan": "Thành phần hồ sơ nộp gồm", "so_bo": "Số lượng hồ sơ",
            "thoi_han_quy_dinh": "Thời gian giải quyết hồ sơ theo quy định là", "nhan_luc": "Thời gian nhận hồ sơ",
            "hen_tra_luc": "Thời gian trả kết quả giải quyết hồ sơ", "noi_nhan_kq": "Đăng ký nhận kết quả tại",
            "so_quyen": "Vào Sổ theo dõi hồ sơ, Quyển số", "so_thu_tu": "Số thứ tự", "ma_tra_cuu": "Mã tra cứu",
        },
    ),
    PaperKind.SUPPLEMENT: PaperForm(
        "02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "PBS", "PBS-{unit}",
        {
            "ma_ho_so": "Mã hồ sơ", "chu_ho_so": "Hồ sơ của", "noi_dung": "Nội dung yêu cầu giải quyết",
            "dia_chi": "Địa chỉ", "sdt": "Số điện thoại", "email": "Email",
            "noi_dung_bo_sung": "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau", "ly_do": "Lý do",
            "han_bo_sung": "Thời hạn bổ sung", "lien_he": "liên hệ với", "lien_he_sdt": "số điện thoại",
        },
    ),
    PaperKind.REFUSAL: PaperForm(
        "03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ", "PTC", "PTC",
        {**_REFUSED, "ly_do": "Không tiếp nhận/giải quyết hồ sơ với lý do"},
    ),
    PaperKind.APOLOGY: PaperForm(
        "04", "Phiếu xin lỗi và đề nghị gia hạn thời gian giải quyết", "PXL", "PXL",
        {
            "kinh_gui": "Kính gửi", "ngay_tiep_nhan": "Ngày", "co_quan": "cơ quan tiếp nhận", "ten_tthc": "thủ tục",
            "so_dinh_danh": "Số định danh cá nhân/tổ chức", "ma_ho_so": "Mã số hồ sơ",
            "hen_tra_luc": "Thời gian hẹn trả kết quả", "ly_do": "Lý do", "tra_moi_luc": "Thời gian trả kết quả mới",
        },
    ),
    PaperKind.STOP: PaperForm(
        "05", "Thông báo dừng giải quyết hồ sơ", "TBD", "TBD",
        {
            **_REFUSED, "ngay_yeu_cau": "Ngày yêu cầu", "nguoi_yeu_cau": "Người yêu cầu", "ly_do": "Lý do dừng",
            "giay_to_tra_lai": "Giấy tờ trả lại",
        },
        derived=True,
    ),
    PaperKind.CONTROL: PaperForm(
        "06", "Phiếu kiểm soát quá trình giải quyết hồ sơ", "PKS", "PKS",
        {
            "ma_ho_so": "Mã số hồ sơ", "co_quan_giai_quyet": "Cơ quan giải quyết",
            "co_quan_phoi_hop": "Cơ quan phối hợp giải quyết", "hen_tra_luc": "Thời gian hẹn trả kết quả",
            "giao_nhan": "Giao – nhận",
        },
    ),
    PaperKind.REGISTER: PaperForm(
        "07", "Sổ theo dõi hồ sơ", "STD", "STD",
        {"linh_vuc": "Lĩnh vực", "quyen_so": "Quyển số", "tu_ngay": "Từ ngày", "den_ngay": "đến ngày", "ho_so": "Hồ sơ"},
    ),
    # No form of the circular: what a receipt has to say (NĐ 123/2020/NĐ-CP Điều 32, as amended by NĐ 70/2025/NĐ-CP; the wording
    # was not compared with the gazette). Its number is that of the money, in the series of the unit and year.
    PaperKind.FEE_RECEIPT: PaperForm(
        "BL", "Biên lai thu phí, lệ phí", "BLP", "BLP",
        {
            "ky_hieu_mau": "Ký hiệu mẫu biên lai", "ky_hieu": "Ký hiệu biên lai", "so": "Số", "don_vi_thu": "Tổ chức thu",
            "ma_so_thue": "Mã số thuế", "dia_chi_thu": "Địa chỉ", "nguoi_nop": "Người nộp", "so_dinh_danh": "Số định danh cá nhân/tổ chức",
            "dia_chi": "Địa chỉ", "ma_ho_so": "Mã hồ sơ", "khoan": "Tên loại phí, lệ phí", "so_tien": "Số tiền nộp lần này",
            "bang_chu": "Viết bằng chữ", "con_lai": "Còn phải nộp", "cach_nop": "Hình thức nộp", "nop_luc": "Thời điểm nộp",
        },
    ),
}  # fmt: skip


def numbered(form: PaperForm, sequence: int, *, centre: bool) -> str:
    """``0001/TTPVHCC``: the number as printed; of a unit that is no centre ``0001/BPTNTKQ``."""
    return f"{sequence:04}/{form.suffix.format(unit='TTPVHCC' if centre else 'BPTNTKQ')}"
