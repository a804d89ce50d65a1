"""What a process calls the agencies of its steps."""

from django.utils.translation import gettext_lazy as _

AGENCY_ROLES = {
    "receiver": _("Nơi tiếp nhận"),
    "decider": _("Cơ quan giải quyết"),
    "tax": _("Cơ quan thuế"),
    "land_office": _("Văn phòng đăng ký đất đai"),
    "consulted": _("Cơ quan được lấy ý kiến"),
    "police": _("Công an"),
    "ministry": _("Bộ, cơ quan trung ương"),
    "president": _("Chủ tịch nước"),
}
