"""The application, accounts, templates and modes; the world as a whole."""

from typing import Any

from zalo_emulator import events, oauth, webhooks
from zalo_emulator.control.persons import account
from zalo_emulator.control.putting import put
from zalo_emulator.model import GROUPS, Grant, OfficialAccount, Template
from zalo_emulator.seed import NEVER
from zalo_emulator.wire import Response, answer
from zalo_emulator.world import World

MODES = ("rate_limited", "legacy_replies", "legacy_messages", "expired_as_216", "echo_delay", "receipt_delay")
_OURS = ("grant", "old_tokens", "tags", "drafts", "rsa_key", "oa_id")


def set_app(world: World, data: dict[str, Any]) -> Response:
    """Change the application. A new callback address kills every grant, as on the real console."""
    before = world.app.callback_url
    put(world.app, data)
    if world.app.callback_url != before:
        oauth.revoke(world)
    world.changed("app")
    return answer({"ok": True})


async def set_oa(world: World, key: str, data: dict[str, Any]) -> Response:
    """Create an account (with a grant) or change one; a changed ``daily_quota`` is told to the webhook.

    ``scopes`` are what its administrator allows (``send messages account zbs``); an empty list ends the grant.
    """
    wanted = key or str(data.get("oa_id", ""))
    rest = {k: v for k, v in data.items() if k not in ("oa_id", "scopes")}
    scopes = _scopes(data)
    found = next((o for o in world.oas.values() if wanted in (o.oa_id, o.province)), None)
    if found is None:
        if key or not (wanted.isascii() and wanted.isdigit()):
            raise ValueError("no such oa; a new one needs oa_id in digits")
        found = OfficialAccount(wanted, str(rest.pop("name", wanted)), str(rest.pop("oa_secret", world.hex(20))))
        put(found, rest, fixed=_OURS)
        found.grant = Grant(world.token(), NEVER, world.token(), NEVER)
        world.add_oa(found)
    else:
        before = found.daily_quota
        put(found, rest, fixed=_OURS)
        if found.daily_quota != before:
            quota = {"prev_value": before, "new_value": found.daily_quota}
            event = events.about(world, found, "change_oa_daily_quota", quota=quota)
            event = {"oaId" if name == "oa_id" else name: value for name, value in event.items()}
            await webhooks.deliver(world, found, event, zns=True)
    _grant(found, scopes)
    world.index()
    world.changed("oa", found.oa_id)
    return answer({"ok": True, **_oa_as_json(world, found)})


def _scopes(data: dict[str, Any]) -> list[str] | None:
    scopes = data.get("scopes")
    if scopes is not None and not (isinstance(scopes, list) and all(s in GROUPS for s in scopes)):
        raise ValueError(f"scopes are of {', '.join(GROUPS)}")
    return scopes


def _grant(oa: OfficialAccount, scopes: list[str] | None) -> None:
    if scopes is None:
        return
    if not scopes:
        oa.grant = None
    elif oa.grant:
        oa.grant.scopes = set(scopes)


async def set_template(world: World, data: dict[str, Any]) -> Response:
    """Create a template or change one; a changed ``status`` or ``quality`` is told to the webhook."""
    key = str(data.get("template_id", ""))
    rest = {k: v for k, v in data.items() if k not in ("template_id", "oa", "oa_id", "reason")}
    template = world.templates.get(key)
    if not key:
        raise ValueError("template_id is missing")
    if template is None:
        oa = account(world, data.get("oa_id", data.get("oa")))
        template = Template(key, str(rest.pop("name", key)), str(rest.pop("text", "")), {}, oa_id=oa.oa_id)
        put(template, rest)
        world.templates[key] = template
        world.changed("template", key)
        return answer({"ok": True})
    before, quality = template.status, template.quality
    put(template, rest)
    world.changed("template", key)
    oa = world.oas[template.oa_id]
    if template.status != before:
        states = {"prev_status": before, "new_status": template.status}
        reason = str(data.get("reason", ""))
        event = events.about(world, oa, "change_template_status", template_id=key, status=states, reason=reason)
        await webhooks.deliver(world, oa, event, zns=True)
    if template.quality != quality:  # CONVENTION: the shape of the quality; only its name is known
        states = {"prev_quality": quality, "new_quality": template.quality}
        event = events.about(world, oa, "change_template_quality", template_id=key, quality=states)
        await webhooks.deliver(world, oa, event, zns=True)
    return answer({"ok": True})


def modes(world: World) -> Response:
    return answer({name: getattr(world, name) for name in MODES})


def set_modes(world: World, data: dict[str, Any]) -> Response:
    """Switches of the world: old limits, the wording of an expired token, delays."""
    if strange := set(data) - set(MODES):
        raise ValueError(f"unknown: {', '.join(sorted(strange))}")
    put(world, data)
    return modes(world)


def _oa_as_json(world: World, oa: OfficialAccount) -> dict[str, Any]:
    own = [t for t in world.templates.values() if t.oa_id == oa.oa_id and t.status == "ENABLE"]
    return {
        "oa_id": oa.oa_id, "name": oa.name, "province": oa.province, "oa_secret": oa.oa_secret,
        "refresh_token": oa.grant.refresh_token if oa.grant else "",
        "templates": {("phone" if t.by_phone else "uid"): t.template_id for t in reversed(own)},
    }  # fmt: skip


def world_as_json(world: World) -> Response:
    """What a product needs to connect: ids, secrets, refresh tokens, templates; and who lives here."""
    return answer(
        {
            "app_id": world.app.app_id, "app_secret": world.app.app_secret,
            "oas": [_oa_as_json(world, o) for o in world.oas.values()],
            "people": [
                {"id": p.id, "name": p.name, "phone": p.phone} for p in world.people.values() if not p.official
            ],
        }
    )  # fmt: skip


def reset(world: World) -> Response:
    """Back to the start; the webhook's address and the options of the command line stay."""
    world.start_again()
    world.tell("*")
    return answer({"ok": True})
