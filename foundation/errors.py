"""What the house says no with. The faces turn these into a page, a problem document or a chat line."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Self


@dataclass(frozen=True)
class FieldError:
    """One fault of one input: where, a code for machines, a sentence for people."""

    field: str
    code: str
    message: str


@dataclass(eq=False)
class DomainError(Exception):
    """A request was refused and nothing was changed. ``message`` tells a person what to do next."""

    code: str
    message: str
    errors: list[FieldError] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    status: ClassVar[int] = 400

    def __str__(self) -> str:
        return self.code


class InvalidInput(DomainError):
    """The data do not fit: 400, with one entry per field."""

    status = 400

    @classmethod
    def on(cls, name: str, code: str, message: str) -> Self:
        """The single fault of one field."""
        return cls(code=code, message=message, errors=[FieldError(name, code, message)])


class NotPermitted(DomainError):
    """The person may not do this: 403."""

    status = 403


class NotFound(DomainError):
    """There is no such thing, or not for this person: 404."""

    status = 404


class Conflict(DomainError):
    """The present state forbids it: 409; ``extra`` names what is allowed."""

    status = 409


class Stale(DomainError):
    """Somebody else changed the row in between: 412."""

    status = 412


class TooLarge(DomainError):
    """The file or body is over the limit: 413."""

    status = 413


class Unsupported(DomainError):
    """The kind of file or body is not taken: 415."""

    status = 415


class TooMany(DomainError):
    """Too many tries: 429; ``extra["retry_after"]`` in seconds."""

    status = 429
