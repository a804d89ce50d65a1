"""What the catalogue's short names are called on the citizen pages."""

from django.utils.translation import gettext_lazy as _

SUBJECTS = {
    "citizen": _("Công dân"),
    "business": _("Doanh nghiệp, hợp tác xã"),
    "state_agency": _("Cơ quan nhà nước"),
    "other": _("Tổ chức khác"),
}
CHANNELS = {
    "counter": _("Nộp trực tiếp tại Trung tâm Phục vụ hành chính công"),
    "national_portal": _("Nộp trực tuyến trên Cổng Dịch vụ công quốc gia"),
    "online": _("Nộp trực tuyến"),
    "post": _("Gửi qua dịch vụ bưu chính công ích"),
}
# «counter» where it is not a centre's: citizenship at Sở Tư pháp, number plates at the police
ELSEWHERE = _("Nộp trực tiếp tại cơ quan tiếp nhận")
COLLECTED = {
    "khi_tiep_nhan": _("nộp cùng hồ sơ"),
    "khi_bo_sung": _("nộp khi có thông báo"),
    "khi_tra": _("nộp khi nhận kết quả"),
}
ONLINE = {
    "full": _("toàn trình"),
    "partial": _("một phần"),
    "none": _("không"),
}
