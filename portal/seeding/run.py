"""The demonstration's data, once."""

import json
import os
import random
import urllib.request
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from accounts.models import Citizen, User
from accounts.reference import load as load_reference
from calendars.loading import load as load_calendars
from calendars.queries import calendar_for
from foundation import scoping
from foundation.encryption import blind_index
from foundation.local_time import now
from portal.seeding.houses import PASSWORD, PROVINCES, House, build
from portal.seeding.lives import live
from portal.seeding.rows import Person, Story, Writer
from procedures.importing import import_catalogue
from procedures.queries import current_version
from procedures.terms import clock_rules, term_of

DOSSIERS = 3000
MIRRORED_SHARE = 0.05
# procedure, who settles it, who receives it, likelihood
_SERVICES = [
    ("1.004594", "tourism", "centre", 25), ("1.013225", "ward", "ward_centre", 25), ("1.000894", "ward", "ward_centre", 12),
    ("1.004859", "ward", "ward_centre", 13), ("1.013831", "land", "centre", 18), ("1.013978", "ward", "centre", 7),
]  # fmt: skip
_OFFICERS = {"tourism": "thuly", "ward": "thulyphuong", "land": "thulydat", "police": "thulyphuong"}


class NotADemo(RuntimeError):
    """This database holds something else than a demonstration."""


def seed() -> bool:
    """Fill an empty demo database; whether anything was done. NotADemo where it is neither empty nor a demo's."""
    if not settings.DEMO:
        raise NotADemo("Chỉ nạp dữ liệu mẫu khi DEMO=1.")
    with scoping.system("seed demo"):
        if User.objects.filter(username="quantri.h05").exists():
            return False
        if User.objects.exists():
            raise NotADemo("Cơ sở dữ liệu này đã có người dùng và không phải bản chạy thử; không nạp gì.")
        load_reference()
        load_calendars()
        import_catalogue((Path(settings.BASE_DIR) / "procedures/data/catalogue.yaml").read_text())
        houses = [build(code) for code in PROVINCES]
        people = _people()
        _dossiers(houses, people)
    _accounts(houses)
    return True


def _emulator(path: str) -> Any:
    url = os.environ.get("ZALO_EMULATOR_URL", "")
    if not url:
        return None
    with urllib.request.urlopen(f"{url}/__emu/{path}", timeout=10) as answer:  # noqa: S310 - loopback
        return json.load(answer)


def _people() -> list[Person]:
    """The forty people whose phones stand in the emulator (their like, where there is none)."""
    world = _emulator("world")
    known = (
        world["people"]
        if world
        else [{"name": f"Nguyễn Văn Thử {n}", "phone": f"849000000{n:02}"} for n in range(1, 41)]
    )
    people = []
    for index, entry in enumerate(known, 1):
        number, phone = f"0270990{index:05}", "+" + entry["phone"]
        citizen = Citizen.objects.create(
            full_name=entry["name"], identity_kind="cccd", identity_number=number, identity_index=blind_index(number, "identity"),
            phone=phone, phone_index=blind_index(phone, "phone"),
        )  # fmt: skip
        people.append(Person(entry["name"], phone, citizen))
    return people


def _dossiers(houses: list[House], people: list[Person]) -> None:
    chance, moment = random.Random(20261124), now()  # noqa: S311 - invented lives
    writer = Writer(chance)
    versions = {code: current_version(code) for code in [*(s[0] for s in _SERVICES), "1.010910"]}
    for number in range(DOSSIERS):
        house = houses[number % len(houses)]
        writer.add(_story(chance, house, chance.choice(people), versions, moment, number))
    writer.write()


def _story(
    chance: random.Random, house: House, person: Person, versions: dict[str, Any], moment: Any, number: int
) -> Story:
    mirrored = chance.random() < MIRRORED_SHARE
    code, settles, receives, _weight = chance.choices(_SERVICES, [s[3] for s in _SERVICES])[0]
    if mirrored:
        code, settles, receives = "1.010910", "police", "police"
    version = versions[code]
    agency, receiving = house.agencies[settles], house.agencies[receives]
    life = live(chance, calendar_for(agency.id), term_of(version), clock_rules(version), moment)
    officer = house.people[_OFFICERS[settles]] if life.accepted_at and len(life.moments) > 2 else None
    desk = house.people["tiepnhanphuong" if receives == "ward_centre" else "tiepnhan"]
    if not mirrored:
        return Story(life, version, agency, receiving, person, officer, desk)
    day = life.submitted_at
    old = house.province.code == "H36" and chance.random() < 0.3
    their_code = f"000.00.12.H11-{day:%y%m%d}-{number % 10000:04}" if old else f"G09.20-{day:%Y%m%d}-{number:07}"
    return Story(life, version, agency, receiving, person, None, desk, "binhthuan-cu" if old else "bca", their_code)


def _accounts(houses: list[House]) -> None:
    """What the demonstration prints: who to sign in as, and a walk."""
    folder = Path(os.environ.get("DEMO_DATA_DIR", str(Path(settings.BASE_DIR) / "var" / "demo")))
    with scoping.system("seed demo"):
        from dossiers.models import Dossier

        waiting = Dossier.objects.filter(
            status="submitted", receiving_agency=houses[0].agencies["centre"], mirror_system="",
            version_of_procedure__sensitive=False,
        ).order_by("-submitted_at")  # fmt: skip
        parties = [dossier.parties.get() for dossier in waiting[:40]]
        party = next((p for p in parties if p.notify_zalo and p.phone[-3:] <= "036"), None)
    lines = [f"Tài khoản dùng thử (mật khẩu chung: {PASSWORD}):"]
    lines += _by_province(houses)
    if party:
        lines += [
            "", "Đi thử một vòng:",
            f"  1. Mở điện thoại của {party.full_name} ({'0' + party.phone[3:]}) ở trang giả lập Zalo, chọn OA Bắc Ninh.",
            f"  2. Đăng nhập tiepnhan.h05, tìm «{party.full_name}», mở hồ sơ «Mới đăng ký», bấm Tiếp nhận.",
            "  3. Tin nhắn hiện trên điện thoại sau vài giây, có mã hồ sơ.",
            f"  4. Ở trang Tra cứu, nhập mã đó và bốn số cuối điện thoại: {party.phone[-4:]}.",
        ]  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "accounts.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _by_province(houses: list[House]) -> list[str]:
    lines = []
    with scoping.system("seed demo"):
        for house in houses:
            lines.append(f"  {house.province.name}:")
            for user in house.people.values():
                post = user.positions.select_related("agency").first()
                if post is not None:
                    lines.append(f"    {user.username:<22} {post.title} – {post.agency.name}")
    return lines


def connect() -> None:
    """Connect each province's account of the emulator (at every start: the emulator forgets, we do not)."""
    world = _emulator("world")
    if world is None:
        return
    for account in world["oas"]:
        call_command(
            "zalo_connect", province=account["province"], oa_id=account["oa_id"], app_id=world["app_id"],
            refresh_token=account["refresh_token"], app_secret=world["app_secret"], oa_secret=account["oa_secret"],
            verbosity=0, stdout=StringIO(),
        )  # fmt: skip
        for by, template in account["templates"].items():
            call_command(
                "zalo_template", oa_id=account["oa_id"], kind="default", by=by, template_id=template, verbosity=0,
                stdout=StringIO(),
            )  # fmt: skip
