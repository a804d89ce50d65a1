"""The world at the start: three provinces' accounts, forty invented people, approved templates."""

from typing import Any

from zalo_emulator.world import App, Grant, OfficialAccount, Person, Template, World

APP_ID = "360846524940903967"
APP_SECRET = "demoAppSecret0123456789"  # noqa: S105 - of a program that lives on loopback
PROVINCES = [("H05", "Bắc Ninh"), ("H19", "Đồng Nai"), ("H36", "Lâm Đồng")]
_FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô"]
_MIDDLE = ["Văn", "Thị", "Đức", "Ngọc"]
_GIVEN = ["An", "Bình", "Cường", "Dung", "Giang", "Hà", "Khánh", "Lan", "Minh", "Ưng"]
NEVER = 10.0**12


def invented(index: int) -> tuple[str, str]:
    """Name and phone (84900000001 …) of the index-th invented person."""
    name = f"{_FAMILY[index % 10]} {_MIDDLE[(index // 3) % 4]} {_GIVEN[(index * 7) % 10]}"
    return name, f"849000000{index:02}"


STATUS_TEXT = (
    "Hồ sơ <code> – <procedure>\nChào <customer_name>, tình trạng: <status>.\nCơ quan: <agency>. Người giải quyết: "
    "<official>.\nTiếp nhận: <received_at>. Hẹn trả: <due_at>."
)
STATUS_PARAMS = {
    "customer_name": 30, "code": 60, "status": 30, "procedure": 90, "agency": 90, "official": 30, "received_at": 20,
    "due_at": 20,
}  # fmt: skip


def default_world(people: list[dict[str, Any]] | None = None) -> World:
    """The same world every time, except for what is given."""
    world = World(App(APP_ID, APP_SECRET), {}, {}, {})
    for index, (code, name) in enumerate(PROVINCES):
        oa = OfficialAccount(
            f"38861328087880864{index}", f"Trung tâm Phục vụ hành chính công {name}", f"demoOaSecret{code}", code
        )
        oa.grant = Grant(f"demo-access-{code}", NEVER, f"demo-refresh-{code}", NEVER)
        world.oas[oa.oa_id] = oa
        world.by_token[oa.grant.access_token] = oa
        for channel in ("phone", "uid"):
            template = Template(
                f"{500000 + index * 10 + (1 if channel == 'uid' else 0)}", f"Tình trạng hồ sơ – {name}", STATUS_TEXT,
                dict(STATUS_PARAMS), by_phone=channel == "phone", by_uid=channel == "uid", oa_id=oa.oa_id,
                buttons=[{"type": "1", "title": "Xem hồ sơ"}],
            )  # fmt: skip
            world.templates[template.template_id] = template
    for entry in people if people is not None else _forty():
        world.add_person(Person(**entry))
    return world


def _forty() -> list[dict[str, Any]]:
    found = []
    for index in range(1, 41):
        name, phone = invented(index)
        found.append(
            {
                "id": f"p{index:02}", "name": name, "phone": phone,
                "has_zalo": index not in (37, 38), "can_receive": index != 39,
                "refused_oas": {"*"} if index == 40 else set(),
            }
        )  # fmt: skip
    return found
