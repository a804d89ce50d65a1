"""Reading what a stranger sent: each value of its kind, or ValueError in words."""

import math
from typing import Any


class Fields:
    """A JSON object, read name by name."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data

    def __contains__(self, name: str) -> bool:
        return name in self._data

    def has(self, name: str) -> bool:
        """Whether it is there and not null."""
        return self._data.get(name) is not None

    def everything(self) -> dict[str, Any]:
        """All names and values, unread."""
        return dict(self._data)

    def only(self, *names: str) -> None:
        """Refuse any other name."""
        if strange := set(self._data) - set(names):
            raise ValueError(f"unknown: {', '.join(sorted(strange))}")

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without a default it must be there and not be empty."""
        value = self._data.get(name, default)
        if not isinstance(value, str):
            raise ValueError(f"{name} is missing" if value is None else f"{name} is a text")
        if default is None and not value:
            raise ValueError(f"{name} is empty")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self._data.get(name, default)
        if not isinstance(value, bool):
            raise ValueError(f"{name} is true or false")
        return value

    def number(self, name: str, default: float | None = None, low: float = 0.0, high: float = 1e11) -> float:
        """A finite number between the bounds."""
        value = self._data.get(name, default)
        if value is None:
            raise ValueError(f"{name} is missing")
        return bounded(name, value, low, high)

    def count(self, name: str, default: int | None = None, low: int = 0, high: int = 10**9) -> int:
        """A whole number between the bounds."""
        value = self.number(name, default, low, high)
        if value != int(value):
            raise ValueError(f"{name} is a whole number")
        return int(value)

    def object(self, name: str) -> dict[str, Any]:
        value = self._data.get(name, {})
        if not isinstance(value, dict):
            raise ValueError(f"{name} is an object")
        return value

    def texts(self, name: str, default: list[str] | None = None) -> list[str]:
        value = self._data.get(name, default if default is not None else [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise ValueError(f"{name} is a list of texts")
        return list(value)


def bounded(name: str, value: Any, low: float, high: float) -> float:
    """The number; ValueError for what is none, is not finite, or is out of bounds."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError(f"{name} is a number")
    try:
        found = float(value)
    except (ValueError, OverflowError) as bad:
        raise ValueError(f"{name} is a number") from bad
    if not math.isfinite(found) or not low <= found <= high:
        raise ValueError(f"{name} is between {low:g} and {high:g}")
    return found
