"""What a demonstration says when it is ready: who to sign in as, and a walk that works now."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from accounts.models import Agency, Position, Province
from dossiers.models import Dossier, Party
from dossiers.states import Status
from foundation import scoping
from portal.seeding.houses import PASSWORD, PROVINCES
from portal.seeding.phones import people
from portal.seeding.staff import POSTS
from portal.seeding.waiting import WHO
from zalo.models import ZaloUser

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
    """The officials of the first province one by one; those of the others have the same names before the dot."""
    provinces = list(Province.objects.filter(code__in=PROVINCES, valid_to=None).order_by("code"))
    posts: dict[str, dict[str, Position]] = {}
    for position in Position.objects.filter(agency__province__in=provinces).select_related("user", "agency__province"):
        name, _dot, province = position.user.username.partition(".")
        posts.setdefault(name, {})[province] = position
    first = provinces[0].code.lower()
    lines = [
        f"Tài khoản dùng thử, mật khẩu chung: {PASSWORD}",
        "Tên dưới đây là của " + provinces[0].name + "; đổi đuôi ." + first + " thành "
        + ", ".join(f".{p.code.lower()} cho {p.name}" for p in provinces[1:]) + " (có địa bàn Bình Thuận cũ).",
    ]  # fmt: skip
    for post in POSTS:
        held = posts.get(post.name, {})
        shown = held.get(first) or next(iter(held.values()), None)
        if shown is None:
            continue
        missing = [p.name for p in provinces if p.code.lower() not in held]
        where = shown.agency.name.removesuffix(f" tỉnh {shown.agency.province.name}")
        only = f" (không có ở {', '.join(missing)})" if missing else ""
        lines.append(f"  {shown.user.username:<22} {shown.title:<36} {where}{only}")
    return lines


def _walk() -> list[str]:
    found = find_walk()
    if found is None:
        return ["", "Mọi hồ sơ mẫu chờ tiếp nhận đều đã được xử lý; xóa thư mục dữ liệu để có dữ liệu mới."]
    emulator, site = os.environ.get("ZALO_EMULATOR_URL", ""), settings.PUBLIC_URL
    name, secret = found.party.full_name, found.party.phone[-4:]
    if not emulator:
        return ["", f"Hồ sơ chờ tiếp nhận (đăng nhập {found.official}): {site}/can-bo/ho-so/{found.dossier.id}/"]
    return [
        "",
        f"Đi thử một vòng (hai phút): cán bộ tiếp nhận hồ sơ của {name}, tin Zalo đến máy, tra cứu thấy tin đã đến",
        f"  1. Mở điện thoại của {name}:",
        f"       {emulator}/?open={found.phone}:{found.dossier.province.code}",
        f"  2. Ở cửa sổ khác, mở hồ sơ vừa nộp qua mạng, đăng nhập {found.official}, mật khẩu {PASSWORD}:",
        f"       {site}/can-bo/ho-so/{found.dossier.id}/",
        "     Bấm «Tiếp nhận».",
        "  3. Nhìn lại điện thoại: vài giây sau tin tự hiện, có mã hồ sơ và ngày hẹn trả.",
        "  4. Bấm «Xem hồ sơ» ngay trong tin: trang tra cứu mở ra, mã đã điền sẵn.",
        f"     Nhập số bí mật {secret} (bốn số cuối điện thoại), bấm «Xem hồ sơ».",
        "  5. Trang cho biết hồ sơ đã tiếp nhận, ngày hẹn trả, và ở mục «Tin đã gửi cho bạn»: Tin Zalo đã đến máy của bạn.",
    ]


def find_walk() -> Walk | None:
    """The newest filing from afar that waits at a centre, by somebody whose phone can show the news."""
    phones = {f"+{entry['phone']}": entry["id"] for entry in people()}
    centres = list(Agency.objects.filter(kind=Agency.Kind.CENTRE, valid_to=None).values_list("id", flat=True))
    waiting = Dossier.objects.filter(
        receiving_agency_id__in=centres, status=Status.SUBMITTED, version_of_procedure__sensitive=False, mirror_system="",
    ).values_list("id", flat=True)  # fmt: skip
    parties = Party.objects.filter(dossier_id__in=list(waiting), role="applicant", notify_zalo=True)
    found: dict[tuple[str, str], Party] = {}
    for party in parties.select_related("dossier__province").order_by("dossier__submitted_at"):
        found[party.dossier.province.code, phones.get(party.phone, "")] = party
    for code, wanted in WHO.items():
        for phone in wanted:
            if (code, phone) in found:
                chosen = found[code, phone]
                return Walk(chosen.dossier, chosen, phone, f"tiepnhan.{code.lower()}")
    return None


def _talk() -> list[str]:
    """A linked owner asks in the chat, and so does a stranger."""
    emulator = os.environ.get("ZALO_EMULATOR_URL", "")
    names = {entry["name"]: entry["id"] for entry in people()}
    links = ZaloUser.objects.exclude(verified_at=None).filter(display_name__in=names, withdrawn_at=None)
    for link in links.select_related("province").order_by("province__code", "display_name") if emulator else ():
        dossier = (
            Dossier.objects.filter(citizen_ids__contains=[link.citizen_id], province=link.province, mirror_system="")
            .exclude(code=None)
            .order_by("-submitted_at")
            .first()
        )
        if dossier is None:
            continue
        province = link.province.code
        return [
            "",
            "Hỏi trên Zalo: nhắn «tra cứu» kèm mã hồ sơ",
            f"  Chủ hồ sơ đã liên kết được trả lời đủ: {emulator}/?open={names[link.display_name]}:{province}",
            f"       tra cứu {dossier.code}",
            f"  Người khác hỏi đúng câu ấy chỉ được chỉ đến trang tra cứu: {emulator}/?open={_stranger(province)}:{province}",
        ]
    return []


def _stranger(province: str) -> str:
    """Somebody of the same province whose phone is not the owner's."""
    return WHO[province][0]
