"""What a person agreed to, word for word (Luật 91/2025/QH15 Đ9: informed, for one purpose, provable).

A text that somebody agreed to is never changed: a new wording is a new version. Each purpose has its own text, so that
no consent is bundled with another. Settling a dossier needs no consent and none is asked for it.
"""

CURRENT = "2026-11"

_WITHDRAWAL = (
    "Tôi có thể rút lại sự đồng ý bất cứ lúc nào, tại quầy hoặc bằng tin nhắn «dừng nhận tin» gửi tài khoản Zalo của "
    "Trung tâm; việc rút lại không ảnh hưởng đến giải quyết hồ sơ."
)
TEXTS: dict[str, dict[str, str]] = {
    "2026-11": {
        "status_notice": (
            "Tôi đồng ý để Trung tâm Phục vụ hành chính công báo cho tôi tình trạng hồ sơ qua kênh tôi chọn. Để gửi tin, số "
            "điện thoại của tôi và nội dung cần thiết (mã hồ sơ, tình trạng, cơ quan, người và thời gian tiếp nhận, xử lý, "
            "trả kết quả) được chuyển cho đơn vị vận hành kênh đó. " + _WITHDRAWAL
        ),
        "survey": (
            "Tôi đồng ý nhận lời mời đánh giá và khảo sát về việc giải quyết hồ sơ của tôi qua kênh tôi chọn; số điện "
            "thoại của tôi được chuyển cho đơn vị vận hành kênh đó. " + _WITHDRAWAL
        ),
        "reminder": (
            "Tôi đồng ý nhận tin nhắc việc, nhắc giấy tờ sắp hết hạn qua kênh tôi chọn; số điện thoại của tôi được chuyển "
            "cho đơn vị vận hành kênh đó. " + _WITHDRAWAL
        ),
    },
}


def text_of(purpose: str, version: str = CURRENT) -> str:
    """The wording of a version; LookupError for a version or purpose that never was."""
    return TEXTS[version][purpose]
