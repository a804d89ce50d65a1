"""Tables of texts in the language of the page."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

from django.utils.translation import get_language

K = TypeVar("K")
_tables: dict[int, Mapping[Any, object]] = {}


def in_words(table: Mapping[K, object]) -> Mapping[K, str]:
    """The table in the active language, translated once. ``table`` is a constant of a module and never changes."""
    _tables.setdefault(id(table), table)
    return _translated(id(table), get_language())


@lru_cache(maxsize=256)
def _translated(key: int, _language: str | None) -> Mapping[Any, str]:
    return {name: str(text) for name, text in _tables[key].items()}
