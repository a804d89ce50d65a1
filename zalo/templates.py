"""Which template says a kind of message."""

import uuid
from collections.abc import Iterable

from zalo.models import TemplateMapping
from zalo.models.template import DEFAULT


def mappings_of(oa_pk: uuid.UUID) -> dict[tuple[str, str], TemplateMapping]:
    """Every usable mapping of an account by (kind, by). Unique index (oa, kind, by)."""
    rows = TemplateMapping.objects.filter(oa_id=oa_pk, state=TemplateMapping.State.ENABLED)
    return {(row.kind, row.by): row for row in rows}


def choose(mappings: dict[tuple[str, str], TemplateMapping], kind: str, by: str) -> TemplateMapping | None:
    """The mapping for ``kind``, else the one for kind ``default``."""
    return mappings.get((kind, by)) or mappings.get((DEFAULT, by))


def mapping_for(oa_pk: uuid.UUID, kind: str, by: str) -> TemplateMapping | None:
    """As ``choose``, from the database; needs a scope that sees the account."""
    return choose(mappings_of(oa_pk), kind, by)


_offered: set[str] = set()


def offer(names: Iterable[str]) -> None:
    """Say what our messages can put into a template. For ``AppConfig.ready`` of who writes messages."""
    _offered.update(names)


def offered() -> frozenset[str]:
    """Our names for values of a template."""
    return frozenset(_offered)
