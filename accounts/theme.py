"""The colours of a province (``Province.theme``): which there are and which can be read."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

_HEX = re.compile(r"#[0-9a-f]{6}")
AA = 4.5  # WCAG 2.2, 1.4.3
GROUND = "#f3f5f9"
# token of Province.theme -> (CSS variable, what it is read against)
TOKENS = {"brand": ("--brand", "#ffffff"), "accent": ("--accent", "#ffffff"), "link": ("--link", GROUND)}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two ``#rrggbb`` colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def faults(theme: object) -> list[str]:
    """What is wrong with a theme, in words; empty where it may be used."""
    if not isinstance(theme, Mapping):
        return [_('Hãy ghi các màu theo dạng {"brand": "#12356b"}.')]
    wrong: list[str] = []
    for name, value in theme.items():
        if name not in TOKENS:
            wrong.append(_("Không có màu tên «%(name)s».") % {"name": name})
        elif not isinstance(value, str) or not _HEX.fullmatch(value.lower()):
            wrong.append(_("«%(name)s» phải là mã màu dạng #12356b.") % {"name": name})
        elif contrast(value.lower(), TOKENS[name][1]) < AA:
            wrong.append(_("«%(name)s» quá nhạt: độ tương phản phải từ 4,5.") % {"name": name})
    return wrong


def stylesheet_of(theme: Mapping[str, object]) -> str:
    """The CSS of a theme; a colour that does not pass is left out, so the page keeps ours."""
    kept = {name: str(value).lower() for name, value in theme.items() if not faults({name: value})}
    return ":root{" + "".join(f"{TOKENS[name][0]}:{value};" for name, value in sorted(kept.items())) + "}\n"


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
