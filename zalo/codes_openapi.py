"""Error codes of the Official Account API (host ``openapi.zalo.me``), legacy rows included."""

from typing import Final

from zalo.outcomes import Kind, Stops, Wait
from zalo.rules import Rule, bug, later, other, permanent, refresh, retry, stop

_A = Stops.ACCOUNT


def _limited(meaning: str, who: str, branches: tuple[tuple[str, Rule], ...] = ()) -> Rule:
    return Rule(Kind.RETRY, meaning, wait=Wait.NEXT_MINUTE, limited=who, branches=branches)


OPENAPI: Final[dict[int, Rule]] = {
    -32: _limited(
        "Ứng dụng gọi quá số lần trong một phút",
        "app",
        branches=(("your oa", _limited("OA gọi quá số lần trong một phút", "account")),),
    ),
    -100: Rule(
        Kind.RETRY,
        "Lỗi không xác định phía Zalo",
        max_tries=2,
        when_spent=Kind.PERMANENT,
        branches=(
            (
                "attachment",
                Rule(Kind.REUPLOAD, "Tệp đính kèm đã quá hạn 7 ngày", max_tries=1, when_spent=Kind.PERMANENT),
            ),
        ),
    ),
    -200: retry("Zalo không gửi được tin", max_tries=2),
    -201: bug("Tham số không hợp lệ"),
    -202: permanent("Mac không hợp lệ"),
    -204: stop("OA đã bị tắt", _A),
    -205: stop("OA không tồn tại", _A),
    -207: stop("Ứng dụng chưa đăng ký bên thứ ba", _A),
    -208: stop("Ứng dụng chưa có khóa bí mật", _A),
    -209: stop("Ứng dụng chưa được kích hoạt", _A),
    -210: permanent("Tham số vượt giới hạn"),
    -211: later("Hết hạn mức của tính năng", alarm=True),
    -212: stop("Ứng dụng chưa đăng ký sản phẩm Official Account API", _A),
    -213: other("Người nhận chưa quan tâm OA"),
    -214: retry("Bài viết đang được xử lý"),
    -215: stop("Mã ứng dụng không hợp lệ", _A),
    -216: refresh("Mã truy cập không hợp lệ"),
    -217: other("Người nhận chặn lời mời của OA"),
    -218: Rule(
        Kind.TOMORROW,
        "Người nhận hết lượt nhận tin",
        wait=Wait.NEXT_DAY,
        max_tries=1,
        when_spent=Kind.OTHER_CHANNEL,
    ),
    -219: stop("Ứng dụng bị gỡ hoặc bị tắt", _A),
    -220: refresh("Mã truy cập hết hạn hoặc bị thu hồi"),
    -221: stop("OA cần được xác thực", _A),
    -222: other("Người nhận bị khóa hoặc không hoạt động"),
    -223: Rule(
        Kind.STOP_CHANNEL,
        "OA chưa cấp quyền gọi API này",
        stops=_A,
        alarm=True,
        branches=(("quota", later("Hết hạn mức tạo bài viết", alarm=True)),),
    ),
    -224: Rule(
        Kind.DEGRADE,
        "Gói của OA không có tính năng này (nút bấm)",
        alarm=True,
        max_tries=1,
        when_spent=Kind.STOP_CHANNEL,
    ),
    -227: other("Người nhận bị khóa hoặc không hoạt động quá 45 ngày"),
    -230: other("Người nhận không tương tác với OA trong 7 ngày"),
    -232: other("Người nhận chưa tương tác hoặc tương tác đã hết hạn"),
    -233: bug("Loại tin không hợp lệ hoặc không được hỗ trợ"),
    -234: later("Loại tin không được gửi ban đêm", Wait.MORNING),
    -235: stop("API không hỗ trợ loại OA này", _A),
    -237: stop("Nhóm đã bị tắt", Stops.NOTHING),
    -238: permanent("Tài nguyên đã được dùng"),
    -240: bug("API phiên bản 2 đã ngừng"),
    -241: permanent("Tài nguyên đã bị tắt"),
    -242: stop("appsecret_proof không đúng", _A),
    -244: other("Người nhận hạn chế loại tin này từ OA"),
    -248: bug("Nội dung vi phạm tiêu chuẩn của Zalo"),
    -249: other("Mẫu tin không gửi được theo UID"),
    -305: other("Quá 48 giờ từ tương tác cuối"),
    -311: other("Hết lượt trả lời miễn phí"),
    -320: stop("Ứng dụng cần kết nối Zalo Cloud Account", _A),
    -321: stop("Zalo Cloud Account hết tiền", _A),
    -403: permanent("OA không ở trong nhóm"),
    -1340: permanent("Biểu mẫu quảng cáo không hợp lệ"),
    -1341: permanent("Biểu mẫu quảng cáo không hợp lệ"),
}
