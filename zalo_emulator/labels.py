"""openapi.zalo.me: tags that an account puts on people."""

from zalo_emulator import events, webhooks
from zalo_emulator.audience import told
from zalo_emulator.gate import body_of, known
from zalo_emulator.model import OfficialAccount
from zalo_emulator.wire import TEXT, Request, Response, answer, error
from zalo_emulator.world import World


def change(world: World, request: Request, oa: OfficialAccount, verb: str) -> Response:
    """``tagfollower`` (makes the tag where there is none), ``rmfollowerfromtag``, ``rmtag``."""
    body = body_of(request)
    if isinstance(body, Response):
        return body
    name = str(body.get("tag_name") or "")
    if not name:
        return error(-201, "tag_name is invalid!", TEXT)
    if verb == "rmtag":
        if oa.tags.pop(name, None) is not None:
            webhooks.enqueue(world, oa, events.about(world, oa, "remove_tag", tag={"name": name}))
        world.changed("oa", oa.oa_id)
        return answer({"error": 0, "message": "Success"}, TEXT)
    found = known(world, oa, body.get("user_id"))
    if isinstance(found, Response):
        return found
    _person, tie = found
    if verb == "tagfollower":
        oa.tags.setdefault(name, set()).add(tie.user_id)
    else:
        oa.tags.get(name, set()).discard(tie.user_id)
    event = "add_user_to_tag" if verb == "tagfollower" else "remove_user_from_tag"
    webhooks.enqueue(world, oa, events.tagged(world, oa, tie, event, name))
    world.changed("oa", oa.oa_id)
    return answer({"error": 0, "message": "Success"}, TEXT)


def listed(_world: World, _request: Request, oa: OfficialAccount) -> Response:
    """``gettagsofoa``: a flat list."""
    return told(sorted(oa.tags))
