"""Addresses in real communes: since 1/7/2025 of two levels; in papers of former provinces still of three."""

import random
from collections.abc import Sequence

from accounts.models import Commune

_STREETS = (
    "Trần Hưng Đạo", "Lê Lợi", "Nguyễn Trãi", "Lý Thường Kiệt", "Hai Bà Trưng", "Nguyễn Du", "Ngô Gia Tự", "Lý Thái Tổ",
    "Nguyễn Huệ", "Phan Bội Châu", "Hùng Vương", "Lê Hồng Phong", "Nguyễn Đình Chiểu", "Võ Thị Sáu", "Quang Trung",
)  # fmt: skip
# units of the former Bình Thuận as they were called until 30/6/2025
_BINH_THUAN = (
    "phường Phú Trinh, thành phố Phan Thiết", "phường Lạc Đạo, thành phố Phan Thiết", "phường Đức Thắng, thành phố Phan Thiết",
    "phường Phú Thủy, thành phố Phan Thiết", "phường Mũi Né, thành phố Phan Thiết", "phường Hàm Tiến, thành phố Phan Thiết",
    "phường Phước Hội, thị xã La Gi", "phường Tân Thiện, thị xã La Gi", "thị trấn Liên Hương, huyện Tuy Phong",
    "thị trấn Phan Rí Cửa, huyện Tuy Phong", "thị trấn Chợ Lầu, huyện Bắc Bình", "thị trấn Ma Lâm, huyện Hàm Thuận Bắc",
    "thị trấn Phú Long, huyện Hàm Thuận Bắc", "thị trấn Thuận Nam, huyện Hàm Thuận Nam", "thị trấn Võ Xu, huyện Đức Linh",
    "thị trấn Lạc Tánh, huyện Tánh Linh", "xã Tam Thanh, huyện Phú Quý",
)  # fmt: skip


def home(chance: random.Random, commune: Commune, province: str) -> str:
    """``Số 12 đường Lê Lợi, phường Kinh Bắc, tỉnh Bắc Ninh``; in the country a hamlet and a group."""
    kind = commune.kind.lower()
    if kind == "phường":
        where = f"Số {chance.randint(1, 320)} đường {chance.choice(_STREETS)}"
        if chance.random() < 0.4:
            where = f"Tổ {chance.randint(1, 18)}, khu phố {chance.randint(1, 9)}"
    else:
        where = f"Thôn {chance.randint(1, 12)}"
    return f"{where}, {kind} {commune.name}, tỉnh {province}"


def before_the_merger(chance: random.Random) -> str:
    """An address of the former Bình Thuận, as it stands in papers of that time."""
    place = chance.choice(_BINH_THUAN)
    where = (
        f"Thôn {chance.randint(1, 8)}"
        if place.startswith("xã")
        else f"Số {chance.randint(1, 240)} {chance.choice(_STREETS)}"
    )
    return f"{where}, {place}, tỉnh Bình Thuận"


def somewhere(chance: random.Random, communes: Sequence[Commune], near: Commune | None) -> Commune:
    """A commune: mostly the one that the office stands in, else any of these."""
    if near is not None and chance.random() < 0.8:
        return near
    return chance.choice(communes)
