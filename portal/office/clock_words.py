"""Words for how a due date is reckoned."""

from django.utils.translation import gettext_lazy as _

from calendars.clock import ClockKind
from calendars.terms import CutoffRule, EndPolicy

CLOCK_WORDS = {
    ClockKind.START: _("Bắt đầu tính"),
    ClockKind.PAUSE: _("Tạm dừng"),
    ClockKind.RESUME: _("Tính tiếp"),
    ClockKind.RESTART: _("Tính lại từ đầu"),
    ClockKind.EXTEND: _("Xin lỗi và hẹn lại"),
    ClockKind.REOPEN: _("Mở lại để sửa kết quả"),
    ClockKind.RECKON: _("Tính lại theo lịch nghỉ hoặc trường hợp mới"),
}
PAUSE_WORDS = {
    "supplement": _("chờ người nộp bổ sung giấy tờ"),
    "payment": _("chờ thực hiện nghĩa vụ tài chính"),
}
PROMISE_WORDS = {
    "province": _("cam kết của tỉnh"),
    "case": _("của trường hợp này"),
    "catalogue": _("cam kết"),
    "statutory": _("theo luật"),
}
END_WORDS = {
    EndPolicy.EXACT_HOUR: _("Hết hạn đúng giờ, phút: mỗi ngày làm việc là 8 giờ làm việc của cơ quan giải quyết."),
    EndPolicy.END_OF_DAY: _("Hết hạn vào cuối buổi làm việc của ngày cuối cùng."),
}
CUTOFF_WORDS = {
    CutoffRule.TRANSFER_ONLY: _("Nhận sau 15 giờ: giấy tờ được chuyển vào đầu ngày làm việc sau, thời hạn không đổi."),
    CutoffRule.SAME_DAY_NEXT_DAY: _("Việc trả trong ngày, nhận sau 15 giờ: trả trong ngày làm việc sau."),
    CutoffRule.START_NEXT_WORKING_DAY: _("Nhận sau 15 giờ: thời hạn tính từ ngày làm việc sau."),
}
