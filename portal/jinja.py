"""The one template engine of our pages: fast, escaped, without per-variable localisation.

A template is compiled once for each language: what is the same at every page of a language (its texts, the addresses of
its assets) is written into the compiled template, so that a page asks nobody for it.
"""

from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.template.backends.jinja2 import Jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, override
from jinja2 import Environment, StrictUndefined, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from foundation.spoken_time import clock, clock_of_week, day, day_of_week, dial, distance, money, month, number, phone
from procedures.waiver_words import waived_words


@lru_cache(maxsize=4096)
def url(name: str, **kwargs: Any) -> str:
    """The path of a page."""
    return reverse(name, kwargs=kwargs or None)


def said(text: str, **values: Any) -> Markup:
    """What templates write as ``_("…", name=value)`` where the text is not a constant; values are escaped."""
    found = Markup(gettext(text))  # noqa: S704 - texts of our own templates; values are escaped below
    return found % values if values or "%" in text else found


class PageEnvironment(Environment):
    """An environment of one language."""

    language = settings.LANGUAGE_CODE

    def speak(self, language: str) -> None:
        """From now on in this language; before the first template is read."""
        self.language = language
        english = language == "en"
        own = {"clock": partial(clock, english=english), "clock_of_week": partial(clock_of_week, english=english)}
        self.filters = {**self.filters, **own}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        with override(self.language):
            page = Constants().visit(super()._parse(source, name, filename))
        assert isinstance(page, nodes.Template)
        return page


class Constants(NodeTransformer):
    """Puts what does not change between two pages of a language in the place of the call that asks for it."""

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - the library's name
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return node
        if node.node.name == "language" and not node.args:
            return self._constant(node, get_language())
        if len(node.args) != 1 or not isinstance(node.args[0], nodes.Const):
            return node
        asked = node.args[0].value
        if node.node.name == "static" and not node.kwargs:
            return self._constant(node, static(asked))
        if node.node.name != "_":
            return node
        if not node.kwargs:
            return self._constant(node, said(asked))
        values = [
            nodes.Pair(self._constant(node, value.key), value.value, lineno=node.lineno, environment=node.environment)
            for value in node.kwargs
        ]
        named = nodes.Dict(values, lineno=node.lineno, environment=node.environment)
        text = self._constant(node, Markup(gettext(asked)))  # noqa: S704 - the template's own; ``%`` escapes the values
        return nodes.Mod(text, named, lineno=node.lineno, environment=node.environment)

    @staticmethod
    def _constant(node: nodes.Call, value: object) -> nodes.Const:
        return nodes.Const(value, lineno=node.lineno, environment=node.environment)


class Pages(Jinja2):
    """Django's back end, with an environment for each language that is asked for."""

    @property
    def env(self) -> PageEnvironment:
        """That of the language which is active."""
        language = get_language() or settings.LANGUAGE_CODE
        found = self._made.get(language)
        if found is None:
            made = self._first.overlay()
            assert isinstance(made, PageEnvironment)
            made.speak(language)
            found = self._made.setdefault(language, made)
        return found

    @env.setter
    def env(self, first: Environment) -> None:
        self._first, self._made = first, dict[str, PageEnvironment]()


def share(kept: str) -> str:
    """A percentage as an explanation keeps it (``0.5``, formerly also ``1E+1``), in the reader's writing."""
    return number(Decimal(kept))


def environment(**options: Any) -> PageEnvironment:
    """Django's hook for the Jinja2 back end."""
    options.setdefault("auto_reload", settings.DEBUG)
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"])
    made = PageEnvironment(**options)
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        static=lru_cache(maxsize=1024)(static), url=url, DEMO=settings.DEMO, _=said, language=get_language,
        get_messages=get_messages,
    )  # fmt: skip
    made.filters.update(
        clock=clock, clock_of_week=clock_of_week, day=day, day_of_week=day_of_week, dial=dial, distance=distance,
        money=money, month=month, number=number, phone=phone, share=share, waived=waived_words,
    )  # fmt: skip
    return made
