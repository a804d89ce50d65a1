"""The world at the start: three provinces' accounts, forty invented people, approved templates."""

from typing import Any

from zalo_emulator import population
from zalo_emulator.model import App, Grant, OfficialAccount, Template
from zalo_emulator.world import World

APP_ID = "360846524940903967"
APP_SECRET = "demoAppSecret0123456789"  # noqa: S105 - of a program that lives on loopback
PROVINCES = [("H05", "Bắc Ninh"), ("H19", "Đồng Nai"), ("H36", "Lâm Đồng")]
NEVER = 10.0**12

STATUS_TEXT = "Kính gửi <customer_name>, hồ sơ của Ông/Bà có thông tin mới."
STATUS_ROWS = [
    ["Mã hồ sơ", "<code>"], ["Thủ tục", "<procedure>"], ["Tình trạng", "<status>"], ["Cơ quan", "<agency>"],
    ["Người giải quyết", "<official>"], ["Tiếp nhận", "<received_at>"], ["Xử lý", "<handled_at>"],
    ["Hẹn trả", "<due_at>"],
]  # fmt: skip
STATUS_PARAMS = {
    "customer_name": 30, "code": 60, "status": 30, "procedure": 90, "agency": 90, "official": 30, "received_at": 20,
    "handled_at": 20, "due_at": 20,
}  # fmt: skip


def default_world(people: list[dict[str, Any]] | None = None, product_url: str = "") -> World:
    """The same world every time, except for what is given. ``product_url``: where the templates' button leads."""
    world = World(App(APP_ID, APP_SECRET), {}, {}, {})
    for index, (code, name) in enumerate(PROVINCES):
        oa = OfficialAccount(
            f"38861328087880864{index}", f"Trung tâm Phục vụ hành chính công {name}", f"demoOaSecret{code}", code
        )
        oa.grant = Grant(f"demo-access-{code}", NEVER, f"demo-refresh-{code}", NEVER)
        oa.admin_phones = {"84900000001"}
        world.oas[oa.oa_id] = oa
        for template in _templates(index, oa.oa_id, product_url):
            world.templates[template.template_id] = template
    world.index()
    for entry in people if people is not None else population.from_file(None):
        population.add(world, entry)
    return world


def _templates(index: int, oa_id: str, product_url: str) -> list[Template]:
    link = f"{product_url}/tra-cuu/?code=<code>" if product_url else ""
    return [
        Template(
            f"{500000 + index * 10 + number}", "Thông báo tình trạng hồ sơ", STATUS_TEXT, dict(STATUS_PARAMS),
            rows=[list(row) for row in STATUS_ROWS], summary="<status>: <procedure>, <code>", by_phone=number == 0, by_uid=number == 1, oa_id=oa_id,
            buttons=[{"type": "1", "title": "Xem hồ sơ", "content": link}],
        )
        for number in (0, 1)
    ]  # fmt: skip
