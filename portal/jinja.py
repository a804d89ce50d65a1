"""The one template engine of our pages: fast, escaped, without per-variable localisation."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from foundation.spoken_time import clock, clock_of_week, day, dial, distance, money, number, phone


@lru_cache(maxsize=4096)
def url(name: str, **kwargs: Any) -> str:
    """The path of a page."""
    return reverse(name, kwargs=kwargs or None)


@lru_cache(maxsize=4096)
def _said(language: str | None, text: str) -> Markup:
    """A text of a template in the language that is active: found once, not at every page."""
    return Markup(gettext(text))  # noqa: S704 - texts of our own templates; values are escaped below


def said(text: str, **values: Any) -> Markup:
    """What templates write as ``_("…", name=value)``; values are escaped."""
    found = _said(get_language(), text)
    return found % values if values or "%" in text else found


def environment(**options: Any) -> Environment:
    """Django's hook for the Jinja2 back end."""
    options.setdefault("auto_reload", settings.DEBUG)
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"])
    made = Environment(**options)  # noqa: S701 - Django's back end switches escaping on
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        static=lru_cache(maxsize=1024)(static), url=url, DEMO=settings.DEMO, _=said, language=get_language,
        get_messages=get_messages,
    )  # fmt: skip
    made.filters.update(
        clock=clock, clock_of_week=clock_of_week, day=day, dial=dial, distance=distance, money=money, number=number,
        phone=phone,
    )  # fmt: skip
    return made
