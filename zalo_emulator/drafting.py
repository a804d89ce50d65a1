"""business.openapi.zalo.me: templates made and changed by the API, waiting for approval; pictures for them."""

import re
from typing import Any

from zalo_emulator.model import OfficialAccount, Template, Upload
from zalo_emulator.windows import DAY
from zalo_emulator.wire import Request, Response, answer, error, mapping
from zalo_emulator.world import World

A_DAY = 100
PICTURE = 500 * 1024
TAGS = {"1": "TRANSACTION", "2": "CUSTOMER_CARE", "3": "PROMOTION"}
# Kinds of parameters: greatest length, and the format that is checked.
PARAMS: dict[str, tuple[int, str]] = {
    "1": (30, ""), "2": (15, "phone"), "3": (200, ""), "4": (30, ""), "5": (30, ""), "6": (30, ""), "7": (50, ""),
    "8": (5, ""), "9": (200, ""), "10": (20, ""), "11": (20, "date"), "12": (10, ""), "13": (200, "url"),
    "14": (12, "currency"), "15": (90, ""),
}  # fmt: skip
_TITLE, _PARAGRAPH, _ROW = (9, 65), (9, 400), (3, 36)


def create(world: World, request: Request, oa: OfficialAccount) -> Response:
    """``POST /template/create``: a new template in PENDING_REVIEW. CONVENTION: the members of the answer."""
    body = _body(request)
    if isinstance(body, Response):
        return body
    if spent := _spend(world, oa):
        return spent
    template = _drafted(world, body, oa)
    if isinstance(template, Response):
        return template
    world.templates[template.template_id] = template
    return _told(world, template, body)


def edit(world: World, request: Request, oa: OfficialAccount) -> Response:
    """``POST /template/edit``: only a rejected one."""
    body = _body(request)
    if isinstance(body, Response):
        return body
    old = world.templates.get(str(body.get("template_id", "")))
    if old is None or old.oa_id != oa.oa_id:
        return error(-109, "Template id invalid")
    if old.status != "REJECT":
        return error(-1091, "Template cannot be edited")
    if spent := _spend(world, oa):
        return spent
    template = _drafted(world, body, oa, old.template_id)
    if isinstance(template, Response):
        return template
    world.templates[template.template_id] = template
    return _told(world, template, body)


def upload(world: World, request: Request, oa: OfficialAccount) -> Response:
    """``POST /upload/image``: a picture of at most 500 kB for a template."""
    _name, content = next(iter(request.files().values()), ("", b""))
    if not content.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        return error(-159, "Upload format is invalid")
    if len(content) > PICTURE:
        return error(-158, "Upload is too large")
    media = world.hex(24)
    world.uploads[media] = Upload("template", len(content), world.clock.now())
    world.changed("upload", media)
    return answer({"error": 0, "message": "Success", "data": {"media_id": media}})


def _body(request: Request) -> dict[str, Any] | Response:
    try:
        body = request.json()
    except ValueError:
        return error(-122, "Body is not valid JSON")
    return body if isinstance(body, dict) and body else error(-121, "Body empty")


def _spend(world: World, oa: OfficialAccount) -> Response | None:
    now = world.clock.now()
    oa.drafts = [at for at in oa.drafts if now - at < DAY]
    if len(oa.drafts) >= A_DAY:
        return error(-160, "Daily quota of creating and editing templates is exhausted")
    oa.drafts.append(now)
    world.changed("oa", oa.oa_id)
    return None


def _within(text: Any, bounds: tuple[int, int]) -> bool:
    return isinstance(text, str) and bounds[0] <= len(text) <= bounds[1]


def _drafted(world: World, body: dict[str, Any], oa: OfficialAccount, key: str = "") -> Template | Response:
    name, tag = body.get("template_name"), TAGS.get(str(body.get("tag")))
    if not _within(name, (10, 60)) or str(body.get("template_type")) not in "12345" or tag is None:
        return error(-132, "template_name, template_type or tag is invalid")
    layout = _layout(mapping(body.get("layout")))
    if layout is None:
        return error(-153, "layout violates the specification")
    params, types = {}, {}
    for param in body.get("params") or []:
        kind = PARAMS.get(str(mapping(param).get("type")))
        if kind is None or not isinstance(param.get("name"), str):
            return error(-132, "params is invalid")
        params[param["name"]] = kind[0]
        if kind[1]:
            types[param["name"]] = kind[1]
    used = set(re.findall(r"<(\w+)>", " ".join([layout[0], *(v for _label, v in layout[1])])))
    if used != set(params):
        return error(-153, "params do not match the layout")
    return Template(
        key or world.digits(6), str(name), layout[0], params, types, rows=layout[1], status="PENDING_REVIEW",
        quality="UNDEFINED", tag="OTP" if str(body["template_type"]) == "2" else tag, created=world.clock.now(),
        buttons=layout[2], oa_id=oa.oa_id,
    )  # fmt: skip


def _layout(layout: dict[str, Any]) -> tuple[str, list[list[str]], list[dict[str, str]]] | None:
    """Text, table and buttons of a layout; None where it breaks the rules of its components."""
    components = [c for part in ("header", "body", "footer") for c in mapping(layout.get(part)).get("components") or []]
    texts: list[str] = []
    rows: list[list[str]] = []
    buttons: list[dict[str, str]] = []
    for component in components:
        kind, value = next(iter(mapping(component).items()), ("", None))
        value = mapping(value)
        if kind in ("TITLE", "PARAGRAPH"):
            if not _within(value.get("value"), _TITLE if kind == "TITLE" else _PARAGRAPH):
                return None
            texts.append(value["value"])
        elif kind == "TABLE":
            rows += [
                [str(mapping(r).get("title", "")), str(mapping(r).get("value", ""))] for r in value.get("rows") or []
            ]
            if not 2 <= len(rows) <= 8 or not all(_within(label, _ROW) and 3 <= len(v) <= 90 for label, v in rows):
                return None
        elif kind == "BUTTONS":
            buttons += [{k: str(v) for k, v in mapping(b).items()} for b in value.get("items") or []]
            if not 1 <= len(buttons) <= 2 or not all(_within(b.get("title"), (5, 30)) for b in buttons):
                return None
        elif kind not in ("LOGO", "IMAGES"):
            return None
    return ("\n".join(texts), rows, buttons) if texts or rows else None


def _told(world: World, template: Template, body: dict[str, Any]) -> Response:
    world.changed("template", template.template_id)
    data = {
        "template_id": template.template_id, "template_name": template.name,
        "template_type": body["template_type"], "template_status": template.status, "tag": body["tag"],
        "app_id": world.app.app_id, "oa_id": template.oa_id, "price": str(template.price), "timeout": 7200000,
        "preview_url": "",
    }  # fmt: skip
    return answer({"error": 0, "message": "Success", "data": data})
