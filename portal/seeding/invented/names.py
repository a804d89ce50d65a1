"""Names as people in the three provinces bear them, by sex and with their diacritics."""

import random


def _each(line: str) -> tuple[str, ...]:
    return tuple(line.split())


# how common a family name is, in the order of the line
_KINH = _each(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Đoàn Mai Lương Tạ Trương Cao"
)
_KINH_WEIGHTS = (36, 11, 10, 7, 5, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1)
_LOCAL = {
    "H05": _each("Ngô Chu Đàm Giáp Thân Vi Nông Lục Hoàng Nghiêm"),  # Kinh Bắc, and Tày and Nùng of the hills
    "H19": _each("Huỳnh Võ Trương Thái Lâm Châu Đoàn Quách Phùng Mạc"),
    "H36": _each("Huỳnh Võ Thông Lư Đàng Bá Tôn Đinh Trương Lộ"),  # some of them Chăm
}
_OWN = {  # whole names of peoples whose names are built otherwise: male, female
    "H19": (
        _each("Long Minh Đức Sơn Hùng Lên Khuê Hoanh Nhang Xuân Bằng Giá Liêng Krứ Mốt Tân"),
        _each("Hường Nhung Liên Thu Mai Bé Đêm Hồng Nhị Phố Thảo Xinh Lang Hạnh"),
        "Điểu {}",
        "Thị {}",
    ),
    "H36": (
        _each("Brêm Brông Tới Sáu Hoàng Brẻo Minh Đời Tiến Hùng Lợi Thiên Vinh Tuấn Nghĩa Ánh"),
        _each("Nhung Hiền Thảo Brợp Phượng Lan Thim Đượm Hồng Trinh Huệ Duyên Thoa Mỹ"),
        "K' {}",
        "Ka {}",
    ),
}
_MIDDLE_M = _each(
    "Văn Văn Văn Văn Hữu Đức Minh Quang Quốc Đình Công Xuân Thanh Ngọc Bá Gia Anh Tuấn Trọng Viết Thế Duy Hoàng"
)
_MIDDLE_F = _each("Thị Thị Thị Thị Thị Thị Ngọc Thu Minh Thanh Phương Kim Bích Hồng Thùy Mỹ Diệu Khánh Bảo Tuyết")
_GIVEN_M = _each(
    "An Anh Bảo Bình Bắc Chiến Chính Cường Dũng Dương Duy Đại Đạt Điệp Định Đông Đức Giang Hà Hải Hậu Hiếu Hiệp Hòa Hoàn Hùng Huy "
    "Hưng Khải Khang Khánh Khoa Kiên Lâm Linh Lộc Lợi Long Luân Mạnh Minh Nam Nghĩa Nhân Phát Phong Phú Phúc Phương Quân Quang "
    "Quý Sang Sáng Sơn Tài Tâm Tân Thái Thành Thắng Thiện Thịnh Thọ Thuận Tiến Toàn Trí Trung Trường Tú Tuấn Tùng Việt Vinh Vũ Vượng"
)
_GIVEN_F = _each(
    "An Anh Ánh Bích Bình Cúc Châu Chi Diễm Diệp Dung Duyên Đào Giang Hà Hải Hằng Hạnh Hảo Hậu Hiên Hiền Hoa Hòa Hoài Hồng Huệ "
    "Huyền Hương Hường Khuyên Kiều Lan Lài Lệ Liên Liễu Linh Loan Lụa Ly Mai Mận Minh My Nga Ngân Nghĩa Ngọc Nguyệt Nhàn Nhi "
    "Nhung Như Oanh Phụng Phương Phượng Quyên Quỳnh Sen Sương Tâm Thắm Thanh Thảo Thêu Thoa Thơ Thu Thúy Thủy Thư Thương Tiên "
    "Trà Trang Trâm Trinh Trúc Tuyết Tươi Uyên Vân Vy Xuân Xuyến Yến"
)
_DOUBLE = 0.28  # so many of the young have a second given name


def family_name(chance: random.Random, province: str) -> str:
    """A family name of the region."""
    local = _LOCAL.get(province)
    if local and chance.random() < 0.18:
        return chance.choice(local)
    return chance.choices(_KINH, _KINH_WEIGHTS)[0]


def full_name(chance: random.Random, province: str, *, female: bool, family: str = "") -> str:
    """A whole name; of the given family, or of one of the region's."""
    own = _OWN.get(province)
    if own and not family and chance.random() < 0.02:
        return (own[3] if female else own[2]).format(chance.choice(own[1] if female else own[0]))
    middle = chance.choice(_MIDDLE_F if female else _MIDDLE_M)
    given = chance.choice(_GIVEN_F if female else _GIVEN_M)
    if chance.random() < _DOUBLE:
        second = chance.choice(_MIDDLE_F[6:] if female else _MIDDLE_M[4:])
        if second not in (middle, given):
            given = f"{second} {given}"
    return f"{family or family_name(chance, province)} {middle} {given}"
