"""Reading the environment: an empty variable is not set, and a value of the wrong kind is told by its name."""

from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


class Variables:
    """The variables that are set. Values are taken as they stand: no ``$`` in a secret points anywhere."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = {name: value.strip() for name, value in given.items() if value.strip()}

    def text(self, name: str, default: str = "") -> str:
        return self._given.get(name, default)

    def words(self, name: str, default: list[str] | None = None) -> list[str]:
        """Comma-separated values, without the spaces around them."""
        if name not in self._given:
            return list(default or [])
        return [part.strip() for part in self._given[name].split(",") if part.strip()]

    def switch(self, name: str, default: bool = False) -> bool:
        """``1``/``true``/``yes``/``on`` or their opposites; ImproperlyConfigured for anything else."""
        value = self.text(name).lower()
        if value and value not in _YES + _NO:
            raise ImproperlyConfigured(f"{name}: ghi 1 hoặc 0")
        return value in _YES if value else default

    def whole(self, name: str, default: int) -> int:
        try:
            return int(self.text(name) or default)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: phải là số nguyên") from error

    def number(self, name: str, default: float) -> float:
        try:
            return float(self.text(name) or default)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: phải là số") from error
