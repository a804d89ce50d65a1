"""Which scheme an agency's codes follow on a day: its own, its province's, or the country's."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Q

from accounts.agency_codes import level_1_of
from accounts.models import Agency
from dossiers.codes import CodeScheme
from dossiers.models.code_scheme import OwnCodeScheme
from foundation.source_dates import SOURCE_DATES

_FILE = Path(__file__).parent / "data" / "code_schemes.yaml"


@dataclass(frozen=True)
class NationalScheme:
    """A scheme of the country with what says so. ``issued``: this system gives codes by it."""

    scheme: CodeScheme
    issued: bool
    level_1_first: bool
    valid_from: date
    valid_to: date | None
    citation: str
    unverified: str
    source_text_date: date | None = None
    decision_date: date | None = None
    published_date: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@cache
def national() -> tuple[NationalScheme, ...]:
    """The schemes of the country, those of today and those of old codes."""
    return tuple(_read(entry) for entry in yaml.safe_load(_FILE.read_text(encoding="utf-8"))["schemes"])


def _read(entry: dict[str, Any]) -> NationalScheme:
    return NationalScheme(
        CodeScheme(entry["template"], entry["digits"], entry["name"]), entry["issued"],
        entry["order"] == "level_1_first", entry["valid_from"], entry.get("valid_to"), entry["citation"],
        entry.get("unverified", ""), **{name: entry.get(name) for name in SOURCE_DATES},
    )  # fmt: skip


def national_on(day: date) -> CodeScheme:
    """The country's scheme by which codes are given on a day; the oldest of them for days before it."""
    issued = sorted((n for n in national() if n.issued), key=lambda n: n.valid_from)
    return next((n.scheme for n in reversed(issued) if n.holds_on(day)), issued[0].scheme)


def scheme_for(agency: Agency, day: date) -> CodeScheme:
    """How codes of this agency are written on a day. One query; index ``code_scheme_of``."""
    own = OwnCodeScheme.objects.filter(
        Q(agency_id=agency.pk) | Q(agency=None, province_id=agency.province_id), valid_from__lte=day
    ).filter(Q(valid_to=None) | Q(valid_to__gte=day))
    nearest = max(own, key=lambda row: (row.agency_id is not None, row.valid_from), default=None)
    return nearest.scheme if nearest is not None else national_on(day)


def recognised(code: str) -> list[NationalScheme]:
    """The national schemes that write such a code, for one that came from elsewhere; none is no fault of the code."""
    agency = code.split("-")[0]
    level_1 = level_1_of(agency)
    first = level_1 is not None and agency.startswith(level_1)
    return [n for n in national() if n.scheme.fits(code) and n.level_1_first is first]
