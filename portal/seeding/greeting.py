"""What a demonstration says when it is ready: who to sign in as, and a walk that works now."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from accounts.models import Agency, Position, Province
from accounts.roles import ROLE_NAMES
from dossiers.models import Dossier, Party
from dossiers.states import Status
from foundation import scoping
from portal.seeding.houses import PASSWORD, PROVINCES
from portal.seeding.links import LINKED
from portal.seeding.phones import people
from portal.seeding.waiting import WHO

FILE = "accounts.txt"


@dataclass(frozen=True)
class Walk:
    """A dossier that waits to be taken in, and the phone that will show it."""

    dossier: Dossier
    party: Party
    phone: str  # the person's id in the emulator
    official: str


def write() -> None:
    """Leave the greeting beside the demo's data; anew at every start, since yesterday's dossier may be settled."""
    folder = Path(os.environ.get("DEMO_DATA_DIR", str(Path(settings.BASE_DIR) / "var" / "demo")))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(text() + "\n", encoding="utf-8")


def text() -> str:
    """The greeting. One constant password; every name printed can sign in."""
    with scoping.system("demo greeting"):
        lines = [*_accounts(), *_walk(), *_talk()]
    return "\n".join(lines)


def _accounts() -> list[str]:
    provinces = {p.code: p for p in Province.objects.filter(code__in=PROVINCES, valid_to=None)}
    lines = [f"Tài khoản dùng thử – mật khẩu chung: {PASSWORD}"]
    for code, province in provinces.items():
        lines += ["", f"  {province.name} ({_place(code)})"]
        posts = Position.objects.filter(agency__province=province).select_related("user", "agency")
        for post in sorted(posts, key=lambda p: (p.agency.code, p.user.username)):
            role = ROLE_NAMES[post.role]  # type: ignore[index]
            title = post.title if post.title != str(role) else str(role)
            lines.append(f"    {post.user.username:<22} {title:<34} {_short(post.agency, province)}")
    return lines


def _place(code: str) -> str:
    former = {"H05": "gồm Bắc Giang cũ", "H19": "gồm Bình Phước cũ", "H36": "gồm Bình Thuận và Đắk Nông cũ"}
    return former[code]


def _short(agency: Agency, province: Province) -> str:
    return agency.name.removesuffix(f" tỉnh {province.name}")


def _walk() -> list[str]:
    found = find_walk()
    if found is None:
        return ["", "Mọi hồ sơ mẫu chờ tiếp nhận đều đã được xử lý; xóa thư mục dữ liệu để có dữ liệu mới."]
    emulator, site = os.environ.get("ZALO_EMULATOR_URL", ""), settings.PUBLIC_URL
    name, secret = found.party.full_name, found.party.phone[-4:]
    return [
        "",
        f"Đi thử một vòng (hai phút): tiếp nhận hồ sơ của {name}, tin Zalo đến máy, tra cứu thấy tin đã đến",
        f"  1. Mở điện thoại của {name}:",
        f"       {emulator}/?open={found.phone}:{found.dossier.province.code}",
        f"  2. Ở cửa sổ khác, mở hồ sơ vừa nộp qua mạng, đăng nhập {found.official}, mật khẩu {PASSWORD}:",
        f"       {site}/can-bo/ho-so/{found.dossier.id}/",
        "     Bấm «Tiếp nhận», rồi bấm «Tiếp nhận» lần nữa để xác nhận.",
        "  3. Nhìn lại điện thoại: vài giây sau tin tự hiện, có mã hồ sơ và ngày hẹn trả.",
        "  4. Bấm «Xem hồ sơ» ngay trong tin: trang tra cứu mở ra, mã đã điền sẵn.",
        f"     Nhập số bí mật {secret} (bốn số cuối điện thoại), bấm «Xem hồ sơ».",
        "  5. Trang cho biết hồ sơ đã tiếp nhận, ngày hẹn trả, và dòng «Tin Zalo đã đến máy của bạn».",
    ]


def find_walk() -> Walk | None:
    """The newest filing from afar that waits at a centre, by somebody whose phone can show the news."""
    phones = {f"+{entry['phone']}": entry["id"] for entry in people()}
    for code, wanted in WHO.items():
        waiting = Dossier.objects.filter(
            province__code=code, province__valid_to=None, status=Status.SUBMITTED, receiving_agency__kind=Agency.Kind.CENTRE,
            version_of_procedure__sensitive=False, mirror_system="",
        ).select_related("province")  # fmt: skip
        parties = Party.objects.filter(dossier__in=waiting, role="applicant", notify_zalo=True).select_related(
            "dossier__province"
        )
        by_phone = {phones.get(p.phone, ""): p for p in parties.order_by("dossier__submitted_at")}
        for phone in wanted:
            party = by_phone.get(phone)
            if party is not None:
                return Walk(party.dossier, party, phone, f"tiepnhan.{code.lower()}")
    return None


def _talk() -> list[str]:
    """A linked owner asks in the chat, and so does a stranger."""
    emulator = os.environ.get("ZALO_EMULATOR_URL", "")
    phones = {f"+{entry['phone']}": entry for entry in people()}
    by_id = {entry["id"]: phone for phone, entry in phones.items()}
    for linked in sorted(LINKED):
        party = (
            Party.objects.filter(
                citizen__zalo_users__verified_at__isnull=False, role="applicant", dossier__code__isnull=False,
                citizen__full_name=phones.get(by_id.get(linked, ""), {}).get("name", ""), dossier__mirror_system="",
            )
            .select_related("dossier__province")
            .order_by("-dossier__submitted_at")
            .first()
        )  # fmt: skip
        if party is None or not emulator:
            continue
        dossier = party.dossier
        return [
            "",
            "Hỏi trên Zalo: nhắn «tra cứu» kèm mã hồ sơ",
            f"  Chủ hồ sơ đã liên kết được trả lời đủ: {emulator}/?open={linked}:{dossier.province.code}",
            f"       tra cứu {dossier.code}",
            f"  Người khác hỏi đúng câu ấy chỉ được chỉ đến trang tra cứu: {emulator}/?open=p01:{dossier.province.code}",
        ]
    return []
