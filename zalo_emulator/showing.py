"""What a phone shows of a message: templates are filled when somebody looks, not when they arrive."""

from typing import Any

from zalo_emulator.model import Sent, Template
from zalo_emulator.templating import filled, rendered
from zalo_emulator.world import World

Line = dict[str, Any]


def line(world: World, stored: Line) -> Line:
    """A line of a talk with its words; a template's title, table, buttons and the words for a list (``summary``) too."""
    template = world.templates.get(stored.get("template_id", ""))
    if template is None:
        return {"text": "", **stored}
    data = stored["data"]
    words, rows = rendered(template, data)
    shown = {k: v for k, v in stored.items() if k != "data"}
    return {
        **shown, "text": _joined(words, rows), "title": template.name, "words": words, "rows": rows,
        "summary": filled(template.summary, data), "buttons": _links(template, data),
    }  # fmt: skip


def text(world: World, sent: Sent) -> str:
    """All words of a message in one piece."""
    template = world.templates.get(sent.template_id)
    return sent.text if template is None else _joined(*rendered(template, sent.data))


def _joined(words: str, rows: list[list[str]]) -> str:
    return "\n".join([words, *[f"{label}: {value}" for label, value in rows]])


def _links(template: Template, data: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for button in template.buttons:
        link = str(data.get("link") or "") or filled(button.get("content", ""), data)
        if link:
            found.append({"title": button.get("title", ""), "type": "oa.open.url", "payload": {"url": link}})
    return found
