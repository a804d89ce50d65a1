"""What is said about a file that is not taken."""

from django.utils.translation import gettext as _

from documents.kinds import MAX_BYTES, Fault
from foundation.errors import DomainError, FieldError, InvalidInput, TooLarge, Unsupported


def refusal(fault: Fault) -> DomainError:
    """The refusal of the field ``file`` for a fault of its content."""
    text = {
        Fault.EMPTY: _("Tệp rỗng. Hãy chọn lại tệp."),
        Fault.TYPE: _("Chỉ nhận PDF, ảnh JPG/PNG/HEIC, Word (.docx) và Excel (.xlsx) không có macro."),
        Fault.CUT_OFF: _("Tệp bị cắt cụt, có thể do tải lên dở dang. Hãy mở thử tệp gốc rồi gửi lại."),
        Fault.TWO_KINDS: _("Tệp có một tệp nén giấu bên trong nên không nhận. Hãy xuất lại tệp rồi gửi."),
        Fault.MACRO: _("Tệp Office có macro nên không nhận. Hãy lưu lại dạng .docx hoặc .xlsx."),
        Fault.ENCRYPTED: _("Tệp đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi gửi lại."),
        Fault.BOMB: _("Tệp nén phình ra quá lớn khi mở nên không nhận."),
    }[fault]
    if fault is Fault.EMPTY:
        return InvalidInput.on("file", fault.value, text)
    return Unsupported("file_type", text, [FieldError("file", fault.value, text)])


def wrong_ending() -> Unsupported:
    text = _("Nội dung tệp không đúng với đuôi tên tệp. Hãy chọn đúng tệp gốc.")
    return Unsupported("file_type", text, [FieldError("file", "ending", text)])


def too_large() -> TooLarge:
    text = _("Tệp lớn hơn %(limit)s MB. Hãy quét ở độ phân giải thấp hơn hoặc chia nhỏ tệp.") % {
        "limit": MAX_BYTES // 1024 // 1024
    }
    return TooLarge("file_too_large", text, [FieldError("file", "too_large", text)])
