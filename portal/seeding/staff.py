"""The officials of an invented province: who holds which post where. Nobody in here exists."""

from dataclasses import dataclass

from accounts.roles import Role


@dataclass(frozen=True)
class Post:
    """A post, with the sign-in name of whoever holds it (before the dot) and what the screen says of it."""

    name: str
    role: Role
    agency: str  # the short name of the agency in houses.py
    title: str = ""  # where the role's own name would say too little


POSTS = (
    Post("tiepnhan", Role.RECEPTIONIST, "centre"),
    Post("huongdan", Role.GUIDE, "centre"),
    Post("traketqua", Role.RETURNER, "centre"),
    Post("thuphi", Role.CASHIER, "centre"),
    Post("giamdoc", Role.CENTRE_DIRECTOR, "centre"),
    Post("kiemsoat", Role.CONTROLLER, "committee"),
    Post("thanhtra", Role.INSPECTOR, "committee"),
    Post("quantri", Role.ADMIN, "centre"),
    Post("tiepnhanphuong", Role.RECEPTIONIST, "ward_centre"),
    Post("thulyphuong", Role.CASE_OFFICER, "ward"),
    Post("truongphongphuong", Role.UNIT_HEAD, "ward"),
    Post("chutich", Role.SIGNER, "ward", "Chủ tịch Ủy ban nhân dân phường"),
    Post("thuly", Role.CASE_OFFICER, "tourism"),
    Post("truongphong", Role.UNIT_HEAD, "tourism"),
    Post("lanhdao", Role.SIGNER, "tourism", "Phó Giám đốc Sở, ký duyệt"),
    Post("vanthu", Role.CLERK, "tourism"),
    Post("thulydat", Role.CASE_OFFICER, "land"),
    Post("lanhdaodat", Role.SIGNER, "land", "Giám đốc Văn phòng, ký duyệt"),
    # where the province has them
    Post("phoihop", Role.COORDINATOR, "tax"),
    Post("lanhdaotinh", Role.PROVINCE_LEADER, "committee", "Phó Chủ tịch Ủy ban nhân dân tỉnh"),
    Post("tiepnhandalat", Role.RECEPTIONIST, "ward2_centre"),
    Post("thulydalat", Role.CASE_OFFICER, "ward2"),
    Post("chutichdalat", Role.SIGNER, "ward2", "Chủ tịch Ủy ban nhân dân phường"),
)

# by province, in the order of the posts that it has
NAMES = {
    "H05": (
        "Nguyễn Thị Thanh Huyền", "Ngô Văn Quyết", "Trần Thị Bích Liên", "Đàm Thị Nhung", "Nguyễn Đức Toàn",
        "Vũ Thị Hồng Vân", "Phạm Quang Thắng", "Lê Hoàng Nam", "Nguyễn Thị Thơ", "Trịnh Văn Hậu", "Nguyễn Bá Đông",
        "Nguyễn Hữu Thọ", "Đỗ Thị Minh Nguyệt", "Chu Văn Phú", "Nguyễn Thị Kim Thoa", "Lưu Thị Hằng", "Dương Văn Khoa",
        "Hoàng Công Định", "Tạ Thị Mai Hương", "Nguyễn Xuân Trường",
    ),
    "H19": (
        "Huỳnh Thị Ngọc Trâm", "Lý Văn Tài", "Nguyễn Thị Cẩm Tú", "Trương Mỹ Hạnh", "Đoàn Văn Lợi", "Phan Thị Thu Thủy",
        "Bùi Quốc Việt", "Võ Minh Trí", "Lâm Thị Kim Ngân", "Thái Hoàng Phúc", "Hồ Văn Dũng", "Nguyễn Văn Bảy",
        "Trần Thị Diễm My", "Mai Văn Sáu", "Lê Thị Út", "Nguyễn Thị Hồng Gấm", "Châu Văn Nghĩa", "Phạm Văn Thuận",
        "Đào Thị Bích Thủy",
    ),
    "H36": (
        "Đinh Thị Như Ý", "K' Brông", "Phạm Thị Lan Anh", "Cao Thị Hiền", "Nguyễn Văn Hùng", "Trần Đình Khôi",
        "Lê Thị Hoài Thu", "Ngô Quốc Anh", "Nguyễn Thị Bé Ba", "Thông Minh Hải", "Trần Văn Trọng", "Huỳnh Tấn Đạt",
        "Nguyễn Hoàng Yến", "Đặng Văn Sinh", "Phan Thị Tuyết Mai", "Võ Thị Phượng", "Lư Thị Kiều", "Bùi Văn Chính",
        "Trần Quốc Cường", "Vũ Thị Hạnh Nguyên", "Nguyễn Viết Lâm", "Tôn Thất Bình",
    ),
}  # fmt: skip
