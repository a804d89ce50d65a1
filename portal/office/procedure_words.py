"""Words for the parts of a procedure and for what changed."""

from django.utils.translation import gettext_lazy as _

SECTIONS = {
    "general": _("Thông tin chung"),
    "term": _("Thời hạn"),
    "requirements": _("Thành phần hồ sơ"),
    "fees": _("Phí, lệ phí"),
    "steps": _("Các bước"),
    "result": _("Kết quả"),
    "authorities": _("Cơ quan thực hiện"),
    "unverified": _("Cần kiểm tra"),
}
DIFFERENCE_WORDS = {"added": _("thêm"), "removed": _("bỏ"), "changed": _("đổi")}
