"""graph.zalo.me: the user of Zalo Login or a Mini App."""

import hashlib
import hmac

from zalo_emulator.wire import Request, Response, answer
from zalo_emulator.world import World


def me(world: World, request: Request) -> Response:
    token = request.header("access_token") or request.query.get("access_token", "")
    person = world.people.get(world.user_tokens.get(token, ""))
    if person is None:
        return answer({"error": 452, "message": "Session key invalid"})
    proof = hmac.new(world.app.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(request.header("appsecret_proof"), proof):
        return answer({"error": -501, "message": "Invalid appsecret_proof provided in the API argument"})
    return answer(
        {
            "error": 0, "message": "Success", "id": f"app-{person.id}", "name": person.name,
            "picture": {"data": {"url": ""}}, "is_sensitive": False,
        }
    )  # fmt: skip


def me_info(world: World, request: Request) -> Response:
    token, code = request.header("access_token"), request.header("code")
    person = world.people.get(world.user_tokens.get(token, ""))
    if person is None or request.header("secret_key") != world.app.app_secret or not code or code in world.used_codes:
        return answer({"error": 100, "message": "Invalid parameter"})
    world.used_codes.add(code)
    return answer({"data": {"number": person.phone}, "error": 0, "message": "Success"})
