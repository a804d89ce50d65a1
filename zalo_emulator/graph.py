"""graph.zalo.me: the user of Zalo Login or a Mini App."""

import hashlib
import hmac

from zalo_emulator.model import Person
from zalo_emulator.wire import Request, Response, answer
from zalo_emulator.world import World, lasting

CODE_LIFE = 120.0
BAD_SESSION, BAD_PARAMETER = 452, 100
BAD_PROOF = -1241  # CONVENTION: which number the Social side gives is unknown


def proof_of(secret: str, token: str) -> str:
    """``appsecret_proof``: HMAC-SHA256 of the token under the app's secret, in hex."""
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def _owner(world: World, token: str) -> Person | None:
    person_id, until = world.user_tokens.get(token, ("", 0.0))
    return world.people.get(person_id) if world.clock.now() <= until else None


def me(world: World, request: Request) -> Response:
    """``GET /v2.0/me``: flat, with the id that the application knows the person by."""
    token = request.header("access_token") or request.query.get("access_token", "")
    person = _owner(world, token)
    if person is None:
        return answer({"error": BAD_SESSION, "message": "Session key invalid"})
    if not hmac.compare_digest(
        request.header("appsecret_proof").encode(), proof_of(world.app.app_secret, token).encode()
    ):
        return answer({"error": BAD_PROOF, "message": "Invalid appsecret_proof provided in the API argument"})
    asked = request.query.get("fields", "id,name,picture").split(",")
    # CONVENTION: the Social id equals user_id_by_app; likely, not proved.
    known = {"id": lasting(f"app/{person.id}", 18), "name": person.name, "picture": {"data": {"url": ""}}}
    found = {k: v for k, v in known.items() if k in asked or k == "id"}
    return answer({"error": 0, "message": "Success", **found, "is_sensitive": False})


def me_info(world: World, request: Request) -> Response:
    """``GET /v2.0/me/info``: the phone number, or the place, for a code of two minutes and one use."""
    person, code = _owner(world, request.header("access_token")), request.header("code")
    if person is None or request.header("secret_key") != world.app.app_secret:
        return answer({"error": BAD_PARAMETER, "message": "Invalid parameter"})
    asks_place = code in world.place_codes
    owner, until = (world.place_codes if asks_place else world.phone_codes).pop(code, ("", 0.0))
    world.changed("place_code" if asks_place else "phone_code", code)
    if owner != person.id or world.clock.now() > until:
        return answer({"error": BAD_PARAMETER, "message": "Invalid parameter"})
    data = {"number": person.phone}
    if asks_place:
        data = {"provider": "gps", "latitude": "21.186", "longitude": "106.076", "timestamp": world.clock.now_ms()}
    return answer({"data": data, "error": 0, "message": "Success"})
