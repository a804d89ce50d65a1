"""Why a message ended as it did, in words: for an official, and for the citizen who looks the dossier up."""

from django.utils.translation import gettext_lazy as _

from notifications.states import State

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
    "limit": _("Đang chờ lượt theo hạn mức gửi của Zalo"),
    "quiet_hours": _("Tin không khẩn; chờ hết giờ yên tĩnh ban đêm"),
    "tomorrow": _("Chờ đến khung giờ hoặc hạn mức tiếp theo"),
    "stopped": _("Kênh đang dừng chờ người quản trị"),
    "ambiguous": _("Đã gửi nhưng không nhận được trả lời của Zalo; không tự gửi lại để tránh trùng"),
    "unconfirmed": _("Không xác nhận được tin đã đến; không tự gửi lại để tránh trùng"),
    "spent": _("Đã thử nhiều lần mà không gửi được"),
    "superseded": _("Đã có tin mới hơn của cùng hồ sơ"),
}

# To the citizen: what could not be told them by Zalo, and what they can do about it.
TOLD = {
    "no_consent": _("Không gửi Zalo vì bạn chưa đồng ý nhận tin"),
    "no_contact": _("Chưa gửi được: hồ sơ không ghi số điện thoại của bạn"),
    "bad_phone": _("Chưa gửi được: số điện thoại ghi trong hồ sơ không dùng được"),
    "no_zalo": _("Chưa gửi được: số điện thoại ghi trong hồ sơ không có Zalo"),
    "other_channel": _("Chưa gửi được: tài khoản Zalo của bạn không nhận tin của cơ quan"),
}
WENT = {
    State.DELIVERED: _("Tin Zalo đã đến máy của bạn lúc %(at)s"),
    State.ACCEPTED: _("Đã gửi Zalo lúc %(at)s"),
    State.UNCONFIRMED: _("Đã gửi Zalo lúc %(at)s nhưng chưa rõ tin đã đến chưa"),
}
WAITING = {
    "quiet_hours": _("Tin Zalo sẽ gửi vào sáng mai"),
    "no_account": _("Cơ quan chưa gửi được tin Zalo; tin đang chờ"),
    "no_template": _("Cơ quan chưa gửi được tin Zalo; tin đang chờ"),
    "account_stopped": _("Cơ quan chưa gửi được tin Zalo; tin đang chờ"),
    "stopped": _("Cơ quan chưa gửi được tin Zalo; tin đang chờ"),
}


def words(code: str) -> str:
    """The sentence for a reason code (the code itself where there is none)."""
    return str(REASONS.get(code, code))
