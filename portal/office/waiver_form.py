"""Reading which waiver was chosen for a fee: a rule in force by its code, or another one with its text."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from dossiers.actions.assess_charges import ByRule
from dossiers.charging import Waiver
from foundation.errors import InvalidInput
from foundation.vietnamese_text import squeeze

OTHER = "+"  # no code of a rule


def waiver_of(data: QueryDict, name: str) -> Waiver | ByRule | None:
    """What was chosen for the fee ``name``; InvalidInput on it where a number is none. Who chooses none takes off what was there,
    whatever stands in the other fields."""
    chosen, typed = data.get(f"{name}-waiver", "").strip()[:40], data.get(f"{name}-percent", "").strip()
    if typed and not re.fullmatch(r"[0-9]{1,3}", typed):
        raise InvalidInput.on(name, "number", _("Số bản và tỷ lệ miễn, giảm là số nguyên."))
    percent = int(typed) if typed else None
    if chosen and chosen != OTHER:
        return ByRule(chosen, percent)
    if chosen == OTHER or (percent and f"{name}-waiver" not in data):
        rule, citation = (squeeze(data.get(f"{name}-{part}", ""))[:300] for part in ("rule", "citation"))
        return Waiver(percent, rule, citation)
    return None


def chosen_of(waived: Mapping[str, Any] | None) -> dict[str, Any]:
    """The same the other way round: what the form said of a waiver that a charge keeps."""
    if not waived:
        return {}
    if code := waived.get("code"):
        return {"waiver": code, "percent": waived["percent"] if waived.get("stated") else None}
    return {"waiver": OTHER, "percent": waived["percent"], "rule": waived["rule"], "citation": waived["citation"]}
