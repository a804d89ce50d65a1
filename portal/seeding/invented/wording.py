"""What officials write: what a dossier is about, and why it waits or ends."""

import random

_SUMMARIES = {
    "1.013225": (
        "Xây dựng mới nhà ở riêng lẻ {n} tầng tại {c}", "Nhà ở riêng lẻ {n} tầng, thửa đất số {a}, tờ bản đồ số {b}, {c}",
        "Nhà ở kết hợp kinh doanh {n} tầng tại {c}",
    ),
    "1.013831": (
        "Nhận chuyển nhượng quyền sử dụng đất thửa số {a}, tờ bản đồ số {b}, {c}",
        "Nhận tặng cho quyền sử dụng đất thửa số {a}, tờ bản đồ số {b}, {c}",
        "Nhận thừa kế quyền sử dụng đất và nhà ở thửa số {a}, tờ bản đồ số {b}, {c}",
    ),
    "1.013980": (
        "Thỏa thuận tài sản vợ chồng, thửa số {a}, tờ bản đồ số {b}, {c}", "Tách hộ gia đình, thửa số {a}, tờ bản đồ số {b}, {c}",
    ),
    "1.013978": ("Cấp giấy chứng nhận lần đầu thửa số {a}, tờ bản đồ số {b}, {c}",),
    "1.000894": ("Đăng ký kết hôn",),
    "1.004859": ("Bổ sung thông tin hộ tịch",),
    "1.004594": ("Công nhận hạng {s} sao – {who}",),
    "1.010910": ("Đăng ký xe mô tô lần đầu", "Đăng ký xe gắn máy điện lần đầu"),
}  # fmt: skip
_VARIANTS = {"change": "Cải chính thông tin hộ tịch", "verification": "Xác định lại thông tin hộ tịch, cần xác minh"}

_LAND = {
    "request_supplement": (
        "Hợp đồng chuyển quyền chưa có lời chứng ở trang cuối; hãy nộp lại bản đã công chứng.",
        "Thiếu tờ khai lệ phí trước bạ; hãy bổ sung 01 bản theo mẫu.",
        "Số thửa trong đơn không khớp giấy chứng nhận; hãy sửa đơn và ký lại.",
    ),
    "request_payment": (
        "Nộp thuế thu nhập cá nhân và lệ phí trước bạ theo thông báo của cơ quan thuế.",
        "Nộp lệ phí trước bạ theo thông báo kèm theo; có thể nộp trên Cổng Dịch vụ công quốc gia.",
    ),
    "complete": ("Thửa đất đang có tranh chấp chưa giải quyết xong.", "Thửa đất đang bị kê biên để thi hành án."),
}
_REASONS: dict[str, dict[str, tuple[str, ...]]] = {
    "1.013225": {
        "request_supplement": (
            "Thiếu bản vẽ mặt cắt móng kèm sơ đồ đấu nối hạ tầng.", "Bản vẽ mặt bằng chưa có chữ ký của người thiết kế.",
            "Thiếu bản cam kết an toàn cho nhà liền kề.",
        ),
        "complete": ("Thửa đất nằm trong quy hoạch đường giao thông, chưa đủ điều kiện xây dựng.",),
    },
    "1.013831": _LAND,
    "1.013980": _LAND,
    "1.013978": {
        **_LAND,
        "request_supplement": (
            "Thiếu trích lục bản đồ địa chính của thửa đất.", "Giấy tờ nguồn gốc đất là bản chụp; hãy nộp bản sao có chứng thực.",
        ),
    },
    "1.004594": {
        "request_supplement": (
            "Bản sao văn bằng của quản lý chưa chứng thực; hãy nộp bản sao có chứng thực.",
            "Bản tự đánh giá thiếu mục nhà hàng; hãy bổ sung theo TCVN 4391.",
        ),
        "complete": ("Cơ sở chưa đạt tiêu chuẩn về số buồng và khu vực sảnh theo TCVN 4391.",),
    },
    "1.000894": {
        "request_supplement": ("Tờ khai thiếu chữ ký của một bên.",),
        "complete": ("Chưa đủ điều kiện theo kết quả kiểm tra dữ liệu dân cư.",),
    },
    "1.004859": {
        "request_supplement": ("Thiếu giấy tờ làm căn cứ bổ sung; hãy nộp bản sao có chứng thực.",),
        "complete": ("Giấy tờ nộp kèm không đủ căn cứ.",),
    },
}  # fmt: skip
_ALWAYS = {
    "request_supplement": ("Hồ sơ còn thiếu thành phần theo quy định; hãy bổ sung một lần đầy đủ.",),
    "request_payment": ("Nộp phí, lệ phí theo thông báo kèm theo.",),
    "refuse": (
        "Thửa đất, nơi cư trú không thuộc địa bàn của đơn vị; hãy nộp tại nơi có thẩm quyền.",
        "Hồ sơ trùng với hồ sơ đã nộp trước đó.", "Nội dung đề nghị không thuộc thủ tục này; cán bộ đã hướng dẫn thủ tục đúng.",
    ),
    "withdraw": ("Người nộp đề nghị rút hồ sơ để thay đổi nội dung.", "Người nộp đề nghị rút hồ sơ vì lý do gia đình."),
    "stop": ("Thông tin kê khai không đúng với kết quả kiểm tra thực tế.",),
    "extend": (
        "Khối lượng hồ sơ tăng cao; chúng tôi xin lỗi và hẹn lại ngày trả kết quả.",
        "Cần thêm thời gian lấy ý kiến cơ quan liên quan; chúng tôi xin lỗi và hẹn lại.",
    ),
    "recall": ("Kết quả có sai sót khi in; thu hồi để sửa và trả lại.",),
    "complete": ("Không đủ điều kiện giải quyết theo quy định.",),
}  # fmt: skip
EXPIRED = "Quá thời hạn bổ sung mà chưa nhận được giấy tờ bổ sung."


def summary(chance: random.Random, procedure: str, place: str, *, variant: str = "", who: str = "") -> str:
    """What the dossier is about (trích yếu)."""
    if variant in _VARIANTS:
        return _VARIANTS[variant]
    pattern = chance.choice(_SUMMARIES[procedure])
    return pattern.format(
        n=chance.choice([1, 2, 2, 3, 3, 4]), a=chance.randint(3, 980), b=chance.randint(1, 96), s=chance.choice([1, 2, 2, 3]),
        c=place, who=who,
    )  # fmt: skip


def reason(chance: random.Random, procedure: str, action: str) -> str:
    """Why, in words that the citizen reads."""
    own = _REASONS.get(procedure, {}).get(action)
    return chance.choice(own or _ALWAYS[action])
