"""What people are made to do: each deed reads its own words."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from zalo_emulator import answering, people, population
from zalo_emulator.fields import Fields
from zalo_emulator.graph import CODE_LIFE
from zalo_emulator.model import OfficialAccount, Person
from zalo_emulator.oauth import USER_REFRESH_LIFE, user_pair
from zalo_emulator.version_two import ICONS
from zalo_emulator.world import World

Deed = Callable[[World, Person, OfficialAccount, Fields], Awaitable[dict[str, Any] | None]]
LONGEST = 5000
KINDS = {"cs", "uid", "transaction", "promotion"}


def _words(given: Fields, name: str = "text") -> str:
    text = given.text(name)
    if len(text) > LONGEST:
        raise ValueError(f"{name} is over {LONGEST} characters")
    return text


async def _say(world: World, person: Person, oa: OfficialAccount, given: Fields) -> dict[str, Any]:
    text = _words(given, "payload" if "payload" in given and "text" not in given else "text")
    hidden, quote = given.flag("hidden"), given.text("quote", "")
    return {"msg_id": await people.say(world, person, oa, text, hidden=hidden, quote=quote)}


async def _anonymous(world: World, person: Person, oa: OfficialAccount, given: Fields) -> dict[str, Any]:
    return await people.say_anonymously(world, person, oa, _words(given))


async def _attach(world: World, person: Person, oa: OfficialAccount, given: Fields, kind: str = "") -> dict[str, Any]:
    return {"msg_id": await people.attach(world, person, oa, kind or given.text("kind"), given.object("payload"))}


async def _follow(world: World, person: Person, oa: OfficialAccount, given: Fields, follows: bool) -> None:
    await people.follow(world, person, oa, follows)


async def _chat_now(world: World, person: Person, oa: OfficialAccount, given: Fields) -> None:
    await people.chat_now(world, person, oa)


async def _seen(world: World, person: Person, oa: OfficialAccount, given: Fields) -> None:
    await people.seen(world, person, oa)


async def _react(world: World, person: Person, oa: OfficialAccount, given: Fields) -> None:
    icon = given.text("icon", "/-heart")
    if icon not in ICONS:
        raise ValueError(f"icon must be one of {' '.join(ICONS)}")
    await people.react(world, person, oa, icon, given.text("msg_id"))


async def _submit_info(world: World, person: Person, oa: OfficialAccount, given: Fields) -> None:
    await people.submit_info(world, person, oa, given.object("info"))


async def _withdraw(world: World, person: Person, oa: OfficialAccount, given: Fields) -> None:
    await people.withdraw(world, person, oa)


async def _block(world: World, person: Person, oa: OfficialAccount, given: Fields, blocked: bool) -> None:
    types = given.texts("types")
    if not set(types) <= KINDS:
        raise ValueError(f"types are of {', '.join(sorted(KINDS))}")
    people.block(world, person, oa, blocked, types)


async def _human(world: World, person: Person, oa: OfficialAccount, given: Fields) -> None:
    await people.human_answer(world, person, oa, _words(given))


async def _rate(world: World, person: Person, oa: OfficialAccount, given: Fields) -> None:
    note, feedbacks, stars = given.text("note", ""), given.texts("feedbacks"), given.count("rate", 5, 1, 5)
    await answering.rate(world, person, oa, given.text("msg_id"), stars, note, feedbacks)


async def _quick_reply(world: World, person: Person, oa: OfficialAccount, given: Fields) -> None:
    await answering.quick_reply(world, person, oa, given.text("msg_id"), given.text("data", ""))


async def _widget(world: World, person: Person, oa: OfficialAccount, given: Fields) -> None:
    await people.widget(world, person, oa, given.text("user_external_id", ""), given.text("url", ""))


async def _login(world: World, person: Person, oa: OfficialAccount, given: Fields) -> dict[str, Any]:
    body = user_pair(world, person.id, world.clock.now() + USER_REFRESH_LIFE)
    return {"tokens": body.body.decode()}


async def _code(world: World, person: Person, oa: OfficialAccount, given: Fields, place: bool) -> dict[str, Any]:
    code = world.hex(40)
    (world.place_codes if place else world.phone_codes)[code] = (person.id, world.clock.now() + CODE_LIFE)
    world.changed("place_code" if place else "phone_code", code)
    return {"code": code}


async def _set(world: World, person: Person, oa: OfficialAccount, given: Fields) -> None:
    population.change(person, given.everything())
    world.changed("person", person.id)
    world.tell(person.id)


DEEDS: dict[str, Deed] = {
    "say": _say, "tap": _say, "anonymous": _anonymous, "attach": _attach,
    **{kind: partial(_attach, kind=kind) for kind in ("image", "file", "location", "sticker")},
    "follow": partial(_follow, follows=True), "unfollow": partial(_follow, follows=False), "chatnow": _chat_now,
    "seen": _seen, "react": _react, "submit-info": _submit_info, "withdraw": _withdraw,
    "block": partial(_block, blocked=True), "unblock": partial(_block, blocked=False), "human": _human,
    "rate": _rate, "quick-reply": _quick_reply, "widget": _widget, "login": _login,
    "phone-code": partial(_code, place=False), "place-code": partial(_code, place=True), "set": _set,
}  # fmt: skip
