"""Reading which waiver was chosen for a fee: a rule in force by its code, or another one with its text."""

import re

from django.http import QueryDict
from django.utils.translation import gettext as _

from dossiers.actions.assess_charges import ByRule
from dossiers.charging import Waiver
from foundation.errors import InvalidInput
from foundation.vietnamese_text import squeeze

OTHER = "+"  # no code of a rule


def waiver_of(data: QueryDict, name: str) -> Waiver | ByRule | None:
    """What was chosen for the fee ``name``; InvalidInput on it where a number is none."""
    chosen, typed = data.get(f"{name}-waiver", "").strip()[:40], data.get(f"{name}-percent", "").strip()
    if typed and not re.fullmatch(r"[0-9]{1,3}", typed):
        raise InvalidInput.on(name, "number", _("Số bản và tỷ lệ miễn, giảm là số nguyên."))
    percent = int(typed) if typed else None
    if chosen and chosen != OTHER:
        return ByRule(chosen, percent)
    if chosen == OTHER or percent:
        rule, citation = (squeeze(data.get(f"{name}-{part}", ""))[:300] for part in ("rule", "citation"))
        return Waiver(percent, rule, citation)
    return None
