"""Rules of waiving fees (miễn, giảm) in a catalogue: what makes no sense in them, and writing those of many procedures.

Those of one fee are written with its version (``rows.py``). Those of many procedures have days of their own: one that begins later
ends the one of its code and place before it, one that was changed for the same first day corrects it, and one that is already
there is left alone. What a charge was computed by is never edited.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from procedures.importing.places import Said, place_faults
from procedures.importing.reading import Path
from procedures.importing.rows import waiver_row
from procedures.models import WaiverRule

Rules = Iterator[tuple[Path, dict[str, Any]]]


def waivers_of(data: dict[str, Any]) -> Rules:
    """Every rule of a file with its place in it."""
    for index, rule in enumerate(data.get("waivers", [])):
        yield ("waivers", index), rule
    for number, entry in enumerate(data.get("procedures", [])):
        for place, fee in enumerate(entry["fees"]):
            for index, rule in enumerate(fee.get("waivers", [])):
                yield ("procedures", number, "fees", place, "waivers", index), rule


def waiver_faults(data: dict[str, Any]) -> Said:
    """How much is said once, or marked as not known; the place exists; rules of one code and place follow one another."""
    seen: dict[tuple[object, ...], list[tuple[str, str]]] = {}
    for path, rule in waivers_of(data):
        if "percent" in rule and "amount" in rule:
            yield path, "chỉ ghi tỷ lệ hoặc số tiền giảm, không cả hai"
        elif "percent" not in rule and "amount" not in rule and not rule.get("unverified"):
            yield path, "thiếu percent hoặc amount; chưa rõ mức thì ghi unverified: true"
        if "territory" in rule or rule.get("former"):
            yield from place_faults(rule, path)
        key = (*path[:-1], rule["code"], rule.get("territory", ""), rule.get("former", False))
        first, last = rule.get("from", "0000"), rule.get("to", "9999")
        if any(first <= until and begun <= last for begun, until in seen.get(key, [])):
            yield (*path, "code"), f"mã {rule['code']} đã có cho địa bàn này trong thời gian này"
        seen.setdefault(key, []).append((first, last))


def write_waivers(rules: list[dict[str, Any]]) -> int:
    """Write the rules of many procedures; how many are new."""
    ordered = sorted(enumerate(rules, 1), key=lambda one: (one[1]["code"], one[1].get("from", "")))
    return sum(_write(rule, order) for order, rule in ordered)


def _write(rule: dict[str, Any], order: int) -> bool:
    digest = hashlib.sha256(json.dumps(rule, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    made = waiver_row(rule, order, digest=digest)
    standing = WaiverRule.objects.filter(
        fee=None, corrected_by=None, code=made.code, territory=made.territory, former_territory=made.former_territory
    )
    corrected = standing.filter(effective_from=made.effective_from).first()
    if corrected and corrected.digest == digest:
        return False
    begins = made.effective_from or date.min
    later = standing.filter(effective_from__gt=begins).order_by("effective_from").first()
    if later and later.effective_from:
        last_day = later.effective_from - timedelta(days=1)
        made.effective_to = min(made.effective_to or last_day, last_day)
    if corrected:
        # Before the new row, because the index allows one that stands; the foreign key is checked at commit.
        standing.filter(pk=corrected.pk).update(corrected_by=made.pk)
    made.save(force_insert=True)
    if begins > date.min:
        before = Q(effective_from=None) | Q(effective_from__lt=begins)
        open_still = Q(effective_to=None) | Q(effective_to__gte=begins)
        standing.filter(before & open_still).update(effective_to=begins - timedelta(days=1))
    return True
