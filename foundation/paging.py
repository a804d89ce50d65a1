"""Lists by key, not by page number: the thousandth page costs what the first one does."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from foundation.errors import InvalidInput
from foundation.vietnamese_text import is_storable

M = TypeVar("M", bound=Model)
LONGEST_CURSOR = 600


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some rows and the cursors of their neighbours (None at an end)."""

    items: list[M]
    next: str | None
    previous: str | None


def _encode(direction: str, values: Sequence[Any]) -> str:
    plain = [v.isoformat() if isinstance(v, datetime) else str(v) for v in values]
    return base64.urlsafe_b64encode(json.dumps([direction, *plain]).encode()).decode().rstrip("=")


def _decode(cursor: str, fields: Sequence[Any]) -> tuple[str, list[Any]]:
    """What :func:`_encode` wrote: a direction and texts. Anybody can write one, so nothing in it is believed."""
    try:
        if len(cursor) > LONGEST_CURSOR:
            raise ValueError
        raw = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        direction, *plain = raw
        if direction not in ("n", "p") or len(plain) != len(fields):
            raise ValueError
        return direction, [_value(f, v) for f, v in zip(fields, plain, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError, ValidationError) as error:
        raise InvalidInput.on(
            "cursor", "invalid", _("Con trỏ trang không đúng; hãy mở lại danh sách từ đầu.")
        ) from error


def _value(field: Any, text: Any) -> Any:
    if not isinstance(text, str) or not is_storable(text):
        raise ValueError
    value = field.to_python(text)
    if value is None or (isinstance(value, datetime) and value.tzinfo is None):
        raise ValueError
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def keyset(
    queryset: QuerySet[M],
    *,
    order: Sequence[str],
    cursor: str | None,
    size: int,
    descending: bool = False,
) -> Page[M]:
    """One page of ``queryset`` in the order of ``order`` (columns that are never NULL in it, the last one unique;
    ``procedure__code`` for one of a row that is selected with it).

    ``cursor`` comes from an earlier page; InvalidInput on field ``cursor`` if it does not read. One query.
    """
    fields = [_field(queryset.model, name) for name in order]
    direction, values = _decode(cursor, fields) if cursor else ("n", [])
    backwards = direction == "p"
    down = descending != backwards
    if values:
        queryset = queryset.filter(_beyond(order, values, "lt" if down else "gt"))
    ordered = queryset.order_by(*[f"-{name}" if down else name for name in order])
    rows = list(ordered[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_next = more if not backwards else bool(values)
    has_previous = more if backwards else bool(values)

    def edge(row: M) -> list[Any]:
        return [attrgetter(name.replace("__", "."))(row) for name in order]

    return Page(
        items=rows,
        next=_encode("n", edge(rows[-1])) if rows and has_next else None,
        previous=_encode("p", edge(rows[0])) if rows and has_previous else None,
    )


def _field(model: Any, name: str) -> Any:
    """The column that a name of ``order`` stands for."""
    *path, last = name.split("__")
    for step in path:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)


def _beyond(order: Sequence[str], values: Sequence[Any], operator: str) -> Any:
    """Row comparison spelt so that one composite index serves it: (a, b) beyond (x, y)."""
    from django.db.models import Q

    condition = Q()
    for depth in range(len(order)):
        term = Q(**{order[i]: values[i] for i in range(depth)})
        term &= Q(**{f"{order[depth]}__{operator}": values[depth]})
        condition |= term
    # The first column alone bounds the index scan; the OR above decides ties.
    return Q(**{f"{order[0]}__{operator}e": values[0]}) & condition


def small_count(queryset: QuerySet[Any], limit: int = 99) -> str:
    """The count as people read it: exact up to ``limit``, then "99+"."""
    found = queryset.order_by()[: limit + 1].count()
    return f"{limit}+" if found > limit else str(found)


def as_uuid(text: str) -> UUID | None:
    """The UUID written in ``text``, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
