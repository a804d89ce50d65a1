"""Three provinces with their agencies and an official for each role."""

from dataclasses import dataclass, field
from datetime import date

from accounts.models import Agency, Official, Position, Province, User
from accounts.roles import ROLE_NAMES, Role

PASSWORD = "matkhau"  # noqa: S105 - of the demonstration, printed on its screen
SINCE = date(2025, 7, 1)

# short name, number, kind, field, parent, name
_COMMON = [
    ("centre", "000", "centre", "", "", "Trung tâm Phục vụ hành chính công tỉnh {p}"),
    ("tourism", "101", "department", "du_lich", "", "Sở Văn hóa, Thể thao và Du lịch tỉnh {p}"),
    ("ward", "{w}", "commune_pc", "", "", "Ủy ban nhân dân {ward}"),
    ("ward_centre", "{w}.01", "commune_centre", "", "ward", "Trung tâm Phục vụ hành chính công {ward}"),
    ("land", "401", "land_office", "", "", "Văn phòng Đăng ký đất đai tỉnh {p}"),
    ("police", "501", "police", "", "", "Công an {ward}"),
]
PROVINCES = {
    "H05": ("201", "phường Kinh Bắc", "Số 1 đường Thử Nghiệm, phường Kinh Bắc"),
    "H19": ("202", "phường Trấn Biên", "Số 2 đường Thử Nghiệm, phường Trấn Biên"),
    "H36": ("203", "phường Phan Thiết", "Số 3 đường Thử Nghiệm, phường Phan Thiết (địa bàn Bình Thuận cũ)"),
}
_STAFF: list[tuple[str, Role, str, str]] = [
    ("tiepnhan", Role.RECEPTIONIST, "centre", "Nguyễn Thị Tiếp"),
    ("tiepnhanphuong", Role.RECEPTIONIST, "ward_centre", "Lê Thị Nhận"),
    ("huongdan", Role.GUIDE, "centre", "Phạm Văn Hướng"),
    ("traketqua", Role.RETURNER, "centre", "Hoàng Thị Trả"),
    ("thuphi", Role.CASHIER, "centre", "Vũ Thị Thu"),
    ("thuly", Role.CASE_OFFICER, "tourism", "Đặng Văn Lý"),
    ("thulyphuong", Role.CASE_OFFICER, "ward", "Bùi Thị Phương"),
    ("thulydat", Role.CASE_OFFICER, "land", "Đỗ Văn Địa"),
    ("truongphong", Role.UNIT_HEAD, "tourism", "Ngô Văn Trưởng"),
    ("lanhdao", Role.SIGNER, "tourism", "Trần Văn Ký"),
    ("chutich", Role.SIGNER, "ward", "Lý Thị Chủ"),
    ("vanthu", Role.CLERK, "tourism", "Mai Thị Thư"),
    ("giamdoc", Role.CENTRE_DIRECTOR, "centre", "Phan Văn Giám"),
    ("kiemsoat", Role.CONTROLLER, "centre", "Hồ Thị Soát"),
    ("thanhtra", Role.INSPECTOR, "centre", "Đinh Văn Tra"),
    ("quantri", Role.ADMIN, "centre", "Tạ Văn Quản"),
]


@dataclass
class House:
    """A province with what was made for it."""

    province: Province
    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)


def build(code: str) -> House:
    """Make the agencies and the officials of one province."""
    number, ward, address = PROVINCES[code]
    province = Province.objects.get(code=code, valid_to=None)
    province.hotline = "1900 0000 (số thử)"
    province.save(update_fields=["hotline"])
    house = House(province)
    for short, suffix, kind, field_, parent, name in _COMMON:
        house.agencies[short] = Agency.objects.create(
            province=province, code=f"{code}.{suffix.format(w=number)}", kind=kind, field=field_, valid_from=SINCE,
            name=name.format(p=province.name, ward=ward), parent=house.agencies.get(parent), address=address,
            phone="1900 0000", opening_note="7:30–11:30, 13:30–17:30, thứ Hai đến thứ Sáu",
        )  # fmt: skip
    for name, role, agency, full_name in _STAFF:
        house.people[name] = _official(house, name, role, house.agencies[agency], full_name)
    return house


def _official(house: House, name: str, role: Role, agency: Agency, full_name: str) -> User:
    user = User.objects.create_user(
        f"{name}.{house.province.code.lower()}", PASSWORD, full_name=full_name, province=house.province,
        is_staff=role is Role.ADMIN, is_superuser=role is Role.ADMIN,
    )  # fmt: skip
    Official.objects.create(user=user, province=house.province, staff_code=f"{house.province.code}-{name}")
    Position.objects.create(
        user=user,
        agency=agency,
        role=role,
        valid_from=SINCE,
        title=str(ROLE_NAMES[role]),
        can_sign=role is Role.SIGNER,
    )
    return user
