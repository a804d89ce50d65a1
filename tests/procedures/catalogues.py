"""Small catalogues to import in a test."""

from copy import deepcopy
from typing import Any

import yaml

ENTRY: dict[str, Any] = {
    "code": "1.999001",
    "name": "Thủ tục thử nghiệm",
    "short_name": "Thử nghiệm",
    "neutral_name": "Thủ tục",
    "field": {"code": "thu", "name": "Thử"},
    "service": "thu",
    "effective_from": "2026-01-01",
    "legal_basis": ["Luật thử nghiệm"],
    "settled_by": "province",
    "sensitive": False,
    "subjects": ["citizen"],
    "authority": {"receives": [{"kind": "centre"}], "decides": [{"kind": "department", "field": "du_lich"}]},
    "channels": ["counter", "post"],
    "term": {"statutory": {"amount": 5, "unit": "working_days"}},
    "copies": 1,
    "requirements": [{"code": "don", "name": "Đơn", "originals": 1}],
    "fees": [{"kind": "phi", "name": "Phí", "amount": 1000, "citation": "Nghị quyết thử"}],
    "result": {"name": "Giấy"},
    "steps": [
        {
            "code": "lam",
            "name": "Làm",
            "agency_role": "decider",
            "staff_role": "case_officer",
            "term": {"amount": 5, "unit": "working_days"},
        },
        {"code": "tra", "name": "Trả", "agency_role": "receiver", "staff_role": "returner", "outside_clock": True},
    ],
}


def entry(**changes: Any) -> dict[str, Any]:
    """The small entry with some fields replaced; a key with dots reaches inside (``fees.0.amount``)."""
    made = deepcopy(ENTRY)
    for path, value in changes.items():
        *way, last = path.split(".")
        place: Any = made
        for part in way:
            place = place[int(part) if isinstance(place, list) else part]
        place[int(last) if isinstance(place, list) else last] = value
    return made


class _NoAnchors(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def catalogue(*entries: dict[str, Any]) -> str:
    """As YAML text; with none, the small entry alone."""
    return yaml.dump({"procedures": list(entries or [entry()])}, Dumper=_NoAnchors, allow_unicode=True, sort_keys=False)


def waiver(**changes: Any) -> dict[str, Any]:
    """A small rule of waiving, with some fields replaced; None takes one away."""
    made = {"code": "ho_ngheo", "name": "Hộ nghèo", "percent": 100, "citation": "Luật thử nghiệm", **changes}
    return {name: value for name, value in made.items() if value is not None}


def waivers(*rules: dict[str, Any], **more: Any) -> str:
    """A file that holds nothing but rules of many procedures, as a province has them of a resolution."""
    return yaml.dump({"waivers": list(rules), **more}, Dumper=_NoAnchors, allow_unicode=True, sort_keys=False)
