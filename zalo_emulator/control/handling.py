"""Finding the call, and clear answers to what does not fit: 400 with a reason, 404, 405; never 500."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote

from zalo_emulator.control import history, messages, misfortune, persons, things, time_travel, webhook
from zalo_emulator.wire import Request, Response, answer
from zalo_emulator.world import World

Found = Response | None
Call = Callable[[World, dict[str, str], dict[str, Any], list[str]], Found | Awaitable[Found]]

# Method, path (``*``: any one part) and what it does; ``GET /__emu/`` shows this table.
CALLS: list[tuple[str, str, Call, str]] = [
    ("GET", "", lambda w, q, d, p: _table(), "danh sách lời gọi này"),
    ("GET", "messages", lambda w, q, d, p: messages.listed(w, q), "tin đã đến các máy"),
    ("POST", "history", lambda w, q, d, p: history.put(w, d), "đặt sẵn tin đã đến từ trước"),
    ("GET", "stats", lambda w, q, d, p: messages.stats(w, q), "số tin: gửi, khác nhau, trùng, đã nhận"),
    ("GET", "world", lambda w, q, d, p: things.world_as_json(w), "mã, khóa và mẫu tin để kết nối"),
    ("GET", "faults", lambda w, q, d, p: misfortune.listed(w), "sự cố đang đặt, kèm số lần đã xảy ra"),
    ("POST", "faults", lambda w, q, d, p: misfortune.added(w, d), "đặt một sự cố"),
    ("DELETE", "faults", lambda w, q, d, p: misfortune.cleared(w), "bỏ mọi sự cố"),
    ("GET", "clock", lambda w, q, d, p: time_travel.shown(w), "giờ giả lập"),
    ("POST", "clock", lambda w, q, d, p: time_travel.moved(w, d), "dời giờ giả lập"),
    ("GET", "people", lambda w, q, d, p: persons.listed(w, q), "mọi người"),
    ("POST", "people", lambda w, q, d, p: persons.added(w, d), "thêm người"),
    ("GET", "people/*", lambda w, q, d, p: persons.shown(w, p[1]), "một người và cuộc trò chuyện"),
    ("POST", "people/*/*", lambda w, q, d, p: persons.act(w, p[1], p[2], d), "để một người làm một việc"),
    ("POST", "apps", lambda w, q, d, p: things.set_app(w, d), "sửa ứng dụng"),
    ("POST", "oas", lambda w, q, d, p: things.set_oa(w, "", d), "thêm hoặc sửa một OA"),
    ("POST", "oas/*", lambda w, q, d, p: things.set_oa(w, p[1], d), "sửa một OA"),
    ("POST", "templates", lambda w, q, d, p: things.set_template(w, d), "thêm hoặc sửa một mẫu tin"),
    ("GET", "modes", lambda w, q, d, p: things.modes(w), "các chế độ"),
    ("POST", "modes", lambda w, q, d, p: things.set_modes(w, d), "đổi chế độ"),
    ("GET", "webhook", lambda w, q, d, p: webhook.shown(w), "webhook"),
    ("POST", "webhook", lambda w, q, d, p: webhook.saved(w, d), "lưu webhook"),
    ("POST", "webhook/test", lambda w, q, d, p: webhook.tested(w, d), "nút «thử» của trang quản trị"),
    ("GET", "webhook/deliveries", lambda w, q, d, p: webhook.deliveries(w, q), "các lần gửi webhook"),
    ("POST", "reset", lambda w, q, d, p: things.reset(w), "về ban đầu"),
]
_BAD = (ValueError, TypeError, KeyError, AttributeError, OverflowError)


def _table() -> Response:
    return answer([{"method": m, "path": f"/__emu/{path}", "does": does} for m, path, _call, does in CALLS])


def _fits(pattern: str, parts: list[str]) -> bool:
    wanted = pattern.split("/") if pattern else []
    return len(wanted) == len(parts) and all(w in ("*", part) for w, part in zip(wanted, parts, strict=True))


async def handle(world: World, request: Request) -> Response:
    """Everything under ``/__emu/``."""
    parts = [unquote(p) for p in request.path.split("/")[2:] if p]
    known = [(method, call) for method, pattern, call, _does in CALLS if _fits(pattern, parts)]
    call = next((call for method, call in known if method == request.method), None)
    if not known:
        return answer({"detail": "unknown call; GET /__emu/ lists them"}, status=404)
    if call is None:
        told = answer({"detail": f"use {' or '.join(m for m, _c in known)}"}, status=405)
        told.headers["allow"] = ", ".join(m for m, _c in known)
        return told
    try:
        made = call(world, request.query, _json(request), parts)
        found = await made if isinstance(made, Awaitable) else made
    except _BAD as error:
        what = f"missing {error}" if isinstance(error, KeyError) else str(error)
        return answer({"detail": what}, status=400)
    finally:
        world.flush()
    return found or answer({"detail": f"nobody called {parts[1]}"}, status=404)


def _json(request: Request) -> dict[str, Any]:
    if request.method == "GET":
        return {}
    try:
        data = request.json()
    except ValueError as error:
        raise ValueError(f"body is not JSON: {error}") from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ValueError("body must be an object")
    return data
