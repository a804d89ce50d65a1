"""Why a message ended as it did, in words for an official."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "": "",
    "bad_phone": _("Số điện thoại không dùng được và người nhận chưa liên kết Zalo"),
    "no_consent": _("Người nhận không đồng ý nhận tin qua Zalo"),
    "no_contact": _("Hồ sơ không ghi số điện thoại"),
    "no_account": _("Tỉnh chưa kết nối Zalo OA"),
    "no_template": _("Chưa có mẫu tin được duyệt cho loại tin này"),
    "account_stopped": _("Zalo OA đang bị dừng; cần người quản trị xử lý"),
    "token": _("Chưa lấy được token của Zalo OA; hệ thống đang thử lại"),
    "no_zalo": _("Số điện thoại không có tài khoản Zalo"),
    "other_channel": _("Người nhận không nhận được qua kênh này và không còn kênh khác"),
    "permanent": _("Zalo từ chối tin này"),
    "retry": _("Zalo hoặc đường truyền đang lỗi; hệ thống sẽ thử lại"),
    "tomorrow": _("Chờ đến khung giờ hoặc hạn mức tiếp theo"),
    "stopped": _("Kênh đang dừng chờ người quản trị"),
    "ambiguous": _("Đã gửi nhưng không nhận được trả lời của Zalo; không tự gửi lại để tránh trùng"),
    "unconfirmed": _("Không xác nhận được tin đã đến; không tự gửi lại để tránh trùng"),
    "spent": _("Đã thử nhiều lần mà không gửi được"),
    "superseded": _("Đã có tin mới hơn của cùng hồ sơ"),
}


def words(code: str) -> str:
    """The sentence for a reason code (the code itself where there is none)."""
    return str(REASONS.get(code, code))
