"""The forms and their editions as data: titles, number series, fields, the text they come from. Pure.

Today's are the seven of TT 03/2025/TT-VPCP, Phụ lục I. Their fields are those of QĐ 3621/QĐ-BYT of 24/11/2025 (BM.01–06),
which reproduces the circular. The fields of form 05 were found in no source that could be read: they are derived from form
03 (``derived``) and must be compared with the gazette. A next edition is put behind the present one in ``FORMS``, with its
template in a folder of its own; it takes over on its day (``documents/forms/editions.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


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
class Source:
    """The text that an edition comes from: ``code`` is kept on what is printed by it, ``circular`` is printed at its foot.

    ``effective_from`` is the first day of the edition, ``effective_to`` its last one where the text says so. The three
    dates are those that the national index asks for; empty where they are not known. ``unverified``: what could not be
    checked, by field.
    """

    code: str
    circular: str
    citation: str
    effective_from: date
    effective_to: date | None = None
    source_text_date: date | None = None
    decision_date: date | None = None
    published_date: date | None = None
    unverified: Mapping[str, str] = field(default_factory=dict)


TT_03_2025 = Source(
    "tt_03_2025", "Thông tư 03/2025/TT-VPCP", "Thông tư 03/2025/TT-VPCP ngày 15/9/2025, Phụ lục I", date(2025, 9, 15),
    source_text_date=date(2025, 9, 15),
    unverified={
        "decision_date": "Chưa biết ngày quyết định công bố",
        "published_date": "Chưa biết ngày công khai",
        "fields": "Các mục theo Quyết định 3621/QĐ-BYT ngày 24/11/2025 chép lại Phụ lục I; cần đối chiếu Công báo",
    },
)  # fmt: skip

ND_123_2020 = Source(
    "nd_123_2020", "Nghị định 123/2020/NĐ-CP", "Nghị định 123/2020/NĐ-CP ngày 19/10/2020 Điều 32, sửa đổi bởi Nghị định 70/2025/NĐ-CP",
    date(2022, 7, 1), source_text_date=date(2022, 7, 1),
    unverified={
        "decision_date": "Chưa biết ngày quyết định công bố",
        "published_date": "Chưa biết ngày công khai",
        "fields": "Các mục theo Điều 32, chưa đối chiếu Công báo; ký hiệu do cơ quan thuế cấp, cần kiểm tra ở từng tỉnh",
    },
)  # fmt: skip


@dataclass(frozen=True)
class PaperForm:
    """One edition of a form: its number in the annex, its title as printed, its book (the series), what follows the
    number, its fields (key → printed label) and the text it comes from. ``{unit}`` in the suffix is TTPVHCC or BPTNTKQ;
    ``folder`` is where its template lies in ``templates/forms``; ``unverified`` is of this form alone."""

    number: str
    title: str
    book: str
    suffix: str
    fields: dict[str, str]
    derived: bool = False
    source: Source = TT_03_2025
    folder: str = ""
    unverified: Mapping[str, str] = field(default_factory=dict)

    @property
    def template(self) -> str:
        return f"{self.folder}/{self.number}.typ" if self.folder else f"{self.number}.typ"

    @property
    def doubts(self) -> dict[str, str]:
        """What could not be checked, of its text and of itself."""
        return {**self.source.unverified, **self.unverified}


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

_TT_03_2025: dict[PaperKind, PaperForm] = {
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
        unverified={"fields": "Không tìm thấy các mục của mẫu này; đặt theo mẫu 03, cần đối chiếu Công báo"},
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
            "dia_chi": "Địa chỉ", "ma_ho_so": "Mã hồ sơ", "khoan": "Tên loại phí, lệ phí", "tong": "Tổng số phải nộp", "da_nop": "Đã nộp trước lần này",
            "so_tien": "Số tiền nộp lần này", "bang_chu": "Viết bằng chữ", "con_lai": "Còn phải nộp", "nop_thua": "Nộp thừa", "cach_nop": "Hình thức nộp", "nop_luc": "Thời điểm nộp",
        },
        source=ND_123_2020,
    ),
}  # fmt: skip

# every form with its editions, the oldest first
FORMS: dict[PaperKind, tuple[PaperForm, ...]] = {kind: (form,) for kind, form in _TT_03_2025.items()}


def numbered(form: PaperForm, sequence: int, *, centre: bool) -> str:
    """``0001/TTPVHCC``: the number as printed; of a unit that is no centre ``0001/BPTNTKQ``."""
    return f"{sequence:04}/{form.suffix.format(unit='TTPVHCC' if centre else 'BPTNTKQ')}"
