"""Templates: what may be filled in, and what the phone shows."""

import re
from functools import lru_cache
from typing import Any

from zalo_emulator.model import OfficialAccount, Template
from zalo_emulator.wire import Response, error
from zalo_emulator.world import World

_FIELD = re.compile(r"<(\w+)>")
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?"
_DAY = r"(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])/\d{4}"
FORMATS = {
    "date": re.compile(rf"{_CLOCK}|{_CLOCK} {_DAY}|{_DAY}|(0[1-9]|1[0-2])/\d{{4}}"),
    "currency": re.compile(r"[1-9]\d{0,11}"),
    "phone": re.compile(r"\+?\d{3,15}"),
    "url": re.compile(r"https?://\S+"),
}


@lru_cache(maxsize=1024)
def _compiled(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as a format, and the names of its fields."""
    return _FIELD.sub("%s", text.replace("%", "%%")), tuple(_FIELD.findall(text))


def filled(text: str, data: dict[str, Any]) -> str:
    """The text with its ``<fields>`` filled."""
    pattern, names = _compiled(text)
    return pattern % tuple([data.get(name, "") for name in names])


def rendered(template: Template, data: dict[str, Any]) -> tuple[str, list[list[str]]]:
    """What the phone shows of a template: its words and its table."""
    return filled(template.text, data), [[label, filled(value, data)] for label, value in template.rows]


def faults(world: World, oa: OfficialAccount, template: Template | None, data: Any) -> Response | None:
    """What is wrong with a template or its data. CONVENTION: the order of the checks."""
    if template is None:
        return error(-109, "Template id invalid")
    if template.oa_id != oa.oa_id:
        return error(-117, "OA or app has no permission to use this template")
    if template.status == "DISABLE":
        return error(-146, "Template is disabled because of low quality")
    if template.status != "ENABLE":
        return error(-131, "Template not approved")
    if data is None:
        return error(-111, "Template data empty")
    if not isinstance(data, dict):
        return error(-112, "Template data invalid")
    if not data and template.params:
        return error(-111, "Template data empty")
    for name, limit in template.params.items():
        if wrong := _value_faults(template, name, limit, data.get(name)):
            return wrong
    if not template.night_ok and is_night(world.clock.now()):
        return error(-133, "Template is not allowed to be sent at night")
    return None


def _value_faults(template: Template, name: str, limit: int, value: Any) -> Response | None:
    if value is None or value == "":
        return None if name in template.optional else error(-1122, f"Template data missing param {name}")
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return error(-112, f"Template data {name} has an undefined type")
    text = str(value)
    if len(text) > limit:  # counted as sent: a decomposed name is longer
        return error(-1121, f"Template data {name} exceeds {limit} characters")
    wanted = FORMATS.get(template.types.get(name, ""))
    if wanted is not None and not wanted.fullmatch(text):
        return error(-1124, f"Template data {name} has a bad format")
    return None


def is_night(epoch: float) -> bool:
    """22:00 to 05:59. CONVENTION: in Vietnam's time; Zalo names no zone."""
    hour = (epoch / 3600 + 7) % 24
    return hour >= 22 or hour < 6
