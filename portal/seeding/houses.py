"""Three provinces with their agencies and an official for each role. Addresses and numbers are invented."""

from dataclasses import dataclass, field
from datetime import date, time

from django.contrib.auth.hashers import make_password

from accounts.models import Agency, Commune, Official, Position, Province, User
from accounts.roles import ROLE_NAMES, Role
from calendars.models import WorkPattern, WorkSession
from portal.seeding.staff import NAMES, POSTS, Post

PASSWORD = "matkhau"  # noqa: S105 - of the demonstration, printed on its screen
SINCE = date(2025, 7, 1)
HOTLINE = "1900 0000 (số thử)"
_WEEK = "7:30–11:30, 13:30–17:30, thứ Hai đến thứ Sáu"
_WITH_SATURDAY = "7:30–11:30, 13:30–17:30, thứ Hai đến thứ Sáu; 7:30–11:30 thứ Bảy"


@dataclass(frozen=True)
class Unit:
    """An agency to be made; ``{p}`` is the province, ``{c}`` the commune that it stands in."""

    short: str
    suffix: str
    kind: str
    name: str
    field: str = ""
    parent: str = ""
    commune: str = ""  # its five-digit code
    saturday: bool = False


def _units(ward: str, number: str, *, key: str = "ward", saturday: bool = False) -> tuple[Unit, Unit]:
    """A ward's people's committee and its centre."""
    return (
        Unit(key, number, "commune_pc", "Ủy ban nhân dân {c}", commune=ward),
        Unit(
            f"{key}_centre", f"{number}.01", "commune_centre", "Trung tâm Phục vụ hành chính công {c}", parent=key,
            commune=ward, saturday=saturday,
        ),
    )  # fmt: skip


_CENTRE = Unit("centre", "000", "centre", "Trung tâm Phục vụ hành chính công tỉnh {p}")
_COMMITTEE = Unit("committee", "001", "provincial_pc", "Ủy ban nhân dân tỉnh {p}")  # watches over the centre, too
_TOURISM = Unit("tourism", "101", "department", "Sở Văn hóa, Thể thao và Du lịch tỉnh {p}", "du_lich")
_LAND = Unit("land", "401", "land_office", "Văn phòng Đăng ký đất đai tỉnh {p}")


def _police(ward: str) -> Unit:
    return Unit("police", "501", "police", "Công an {c}", commune=ward, saturday=True)


KINH_BAC, TRAN_BIEN, PHAN_THIET, DA_LAT = "09187", "26041", "22945", "24781"
SEATS = {"H05": "07210", "H19": TRAN_BIEN, "H36": DA_LAT}  # where the provinces' own agencies stand
PROVINCES: dict[str, tuple[Unit, ...]] = {
    "H05": (
        _CENTRE, _TOURISM, *_units(KINH_BAC, "201"), _LAND, _police(KINH_BAC),
        Unit("tax", "601", "tax", "Thuế tỉnh {p}"),
        _COMMITTEE,
    ),
    "H19": (_CENTRE, _TOURISM, *_units(TRAN_BIEN, "202"), _LAND, _COMMITTEE),
    # Phan Thiết lies in what was Bình Thuận, Đà Lạt in the former Lâm Đồng: their fees differ
    "H36": (
        _CENTRE, _TOURISM, *_units(PHAN_THIET, "203", saturday=True), _LAND, _police(PHAN_THIET),
        *_units(DA_LAT, "204", key="ward2"), _COMMITTEE,
    ),
}  # fmt: skip


@dataclass
class House:
    """A province with what was made for it."""

    province: Province
    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    posts: dict[str, Position] = field(default_factory=dict)


def build(code: str, password: str = "") -> House:
    """Make the agencies and the officials of one province. ``password``: hashed already, else hashed anew.

    Needs the system scope.
    """
    province = Province.objects.get(code=code, valid_to=None)
    province.hotline = HOTLINE
    province.save(update_fields=["hotline"])
    house = House(province)
    for number, unit in enumerate(PROVINCES[code], 1):
        house.agencies[unit.short] = _agency(house, unit, number)
    posts = [post for post in POSTS if post.agency in house.agencies]
    hashed = password or make_password(PASSWORD)
    for post, full_name in zip(posts, NAMES[code], strict=True):
        _official(house, post, full_name, hashed)
    return house


def _agency(house: House, unit: Unit, number: int) -> Agency:
    province = house.province
    commune = Commune.objects.get(code=unit.commune) if unit.commune else None
    seat = commune or Commune.objects.get(code=SEATS[province.code])
    place = f"{seat.kind.lower()} {seat.name}"
    agency = Agency.objects.create(
        province=province, code=f"{province.code}.{unit.suffix}", kind=unit.kind, field=unit.field, valid_from=SINCE,
        name=unit.name.format(p=province.name, c=place), parent=house.agencies.get(unit.parent), commune=commune, phone=HOTLINE,
        address=f"Số {number} đường Thử Nghiệm, {place}, tỉnh {province.name}",
        opening_note=_WITH_SATURDAY if unit.saturday else _WEEK,
    )  # fmt: skip
    if unit.saturday:
        _open_on_saturday(agency)
    return agency


def _open_on_saturday(agency: Agency) -> None:
    """A working week of its own: Saturday mornings too (Thông tư 79/2024/TT-BCA for vehicles, many wards by custom)."""
    pattern = WorkPattern.objects.create(agency=agency, valid_from=SINCE, citation="Giờ mở cửa mẫu", unverified=True)
    morning, afternoon = (time(7, 30), time(11, 30)), (time(13, 30), time(17, 30))
    WorkSession.objects.bulk_create(
        WorkSession(pattern=pattern, weekday=day, start=start, end=end)
        for day in range(6)
        for start, end in ((morning, afternoon) if day < 5 else (morning,))
    )


def _official(house: House, post: Post, full_name: str, hashed: str) -> None:
    user = User(
        username=f"{post.name}.{house.province.code.lower()}", password=hashed, full_name=full_name,
        province=house.province,
    )  # fmt: skip
    user.save()
    Official.objects.create(user=user, province=house.province, staff_code=f"{house.province.code}-{post.name}")
    house.people[post.name] = user
    house.posts[post.name] = Position.objects.create(
        user=user, agency=house.agencies[post.agency], role=post.role, valid_from=SINCE,
        title=post.title or str(ROLE_NAMES[post.role]), can_sign=post.role is Role.SIGNER,
    )  # fmt: skip
