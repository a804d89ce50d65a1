"""Writing a checked catalogue: a new version where something changed, nothing where nothing did."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from foundation.vietnamese_text import nfc, words
from procedures.importing.checking import faults_of
from procedures.importing.errors import CatalogueError
from procedures.importing.reading import read
from procedures.models import (
    Alias,
    Authority,
    FeeRow,
    Field,
    Procedure,
    ProcedureVersion,
    Requirement,
    StepDefinition,
)


@dataclass(frozen=True)
class Imported:
    """How many versions were made and how many entries were already there."""

    created: int
    unchanged: int


@transaction.atomic
def import_catalogue(text: str) -> Imported:
    """Validate and import a catalogue (YAML text), all or nothing; CatalogueError lists faults by line and field.

    An entry that was imported before unchanged is left alone. A changed one makes a new version; the version in
    force before it ends the day before the new one begins. Versions that dossiers run under are never edited.
    """
    data, lines = read(nfc(text))
    if faults := faults_of(data, lines):
        raise CatalogueError(faults)
    created = 0
    entries = sorted(data["procedures"], key=lambda e: (e["code"], e["effective_from"]))
    for entry in entries:
        created += _entry(entry)
    return Imported(created, len(entries) - created)


def _entry(entry: dict[str, Any]) -> bool:
    digest = hashlib.sha256(json.dumps(entry, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    if ProcedureVersion.objects.filter(procedure__code=entry["code"], digest=digest).exists():
        return False
    field, _made = Field.objects.update_or_create(
        code=entry["field"]["code"], defaults={"name": entry["field"]["name"]}
    )
    procedure, _made = Procedure.objects.update_or_create(
        code=entry["code"],
        defaults={
            "field": field,
            "service": entry["service"],
            "code_unverified": entry.get("code_unverified", ""),
        },
    )
    procedure.aliases.all().delete()
    Alias.objects.bulk_create(
        Alias(procedure=procedure, name=a["name"], retired=a.get("retired", False)) for a in entry.get("aliases", [])
    )
    begins = date.fromisoformat(entry["effective_from"])
    procedure.versions.filter(effective_from__lt=begins).exclude(effective_to__lt=begins).update(
        effective_to=begins - timedelta(days=1)
    )
    last = procedure.versions.aggregate(last=Max("version"))["last"] or 0
    version = ProcedureVersion.objects.create(
        procedure=procedure, version=last + 1, digest=digest, effective_from=begins, **_facts(entry)
    )
    _children(version, entry)
    return True


def _facts(entry: dict[str, Any]) -> dict[str, Any]:
    term = entry["term"]
    committed = term.get("committed") or {}
    window = term.get("supplement_window", {"amount": 15, "unit": "working_days"})
    familiar = " ".join(a["name"] for a in entry.get("aliases", []))
    searched = f"{entry['code']} {entry['name']} {entry['short_name']} {familiar}"
    return {
        "effective_to": entry.get("effective_to"),
        "source_text_date": entry.get("source_text_date"),
        "decision_date": entry.get("decision_date"),
        "published_date": entry.get("published_date"),
        "name": entry["name"],
        "short_name": entry["short_name"],
        "neutral_name": entry["neutral_name"],
        "search_text": f" {' '.join(words(searched))} ",
        "legal_basis": entry["legal_basis"],
        "subjects": entry["subjects"],
        "channels": entry["channels"],
        "conditions": entry.get("conditions", ""),
        "settled_by": entry["settled_by"],
        "sensitive": entry["sensitive"],
        "presence_required": entry.get("presence_required", False),
        "representative_allowed": entry.get("representative_allowed", True),
        "copies": entry["copies"],
        "statutory_amount": term["statutory"]["amount"],
        "statutory_unit": term["statutory"]["unit"],
        "committed_amount": committed.get("amount"),
        "committed_unit": committed.get("unit", ""),
        "term_note": term.get("note", ""),
        "term_variants": term.get("variants", []),
        "start_rule": term.get("start", "acceptance"),
        "cutoff_rule": term.get("cutoff", "none"),
        "end_policy": term.get("end", "exact_hour"),
        "supplement_policy": term.get("supplement", "TINH_LAI"),
        "supplement_window_amount": window["amount"],
        "supplement_window_unit": window["unit"],
        "no_due_date": term.get("no_due_date", False),
        "result_name": entry["result"]["name"],
        "result_copies": entry["result"].get("copies", 1),
        "result_validity_months": entry["result"].get("validity_months"),
        "unverified": entry.get("unverified", {}),
    }


def _children(version: ProcedureVersion, entry: dict[str, Any]) -> None:
    Requirement.objects.bulk_create(
        Requirement(
            version=version, order=order, code=r["code"], name=r["name"], originals=r.get("originals", 0),
            copies=r.get("copies", 0), shown_only=r.get("shown_only", False), form_number=r.get("form", ""),
            condition=r.get("condition", ""), source_database=r.get("database", ""), note=r.get("note", ""),
        )
        for order, r in enumerate(entry["requirements"], 1)
    )  # fmt: skip
    FeeRow.objects.bulk_create(
        FeeRow(
            version=version, order=order, kind=f["kind"], name=f["name"], territory=f.get("territory", ""),
            area=f.get("area", ""), channel=f.get("channel", ""), audience=f.get("audience", ""),
            exemption=f.get("exemption", ""), amount=f.get("amount"), percent=f.get("percent"),
            unit=f.get("unit", ""), collected=f.get("collected", "khi_tiep_nhan"), effective_from=f.get("from"),
            effective_to=f.get("to"), citation=f["citation"], unverified=f.get("unverified", False),
        )
        for order, f in enumerate(entry["fees"], 1)
    )  # fmt: skip
    steps = entry["steps"]
    StepDefinition.objects.bulk_create(
        StepDefinition(
            version=version, order=index + 1, code=s["code"], name=s["name"], agency_role=s["agency_role"],
            staff_role=s["staff_role"], amount=s.get("term", {}).get("amount", 0),
            unit=s.get("term", {}).get("unit", "working_days"), outside_clock=s.get("outside_clock", False),
            next_steps=s.get("next", [steps[index + 1]["code"]] if index + 1 < len(steps) else []),
        )
        for index, s in enumerate(steps)
    )  # fmt: skip
    Authority.objects.bulk_create(
        Authority(
            version=version,
            task=task,
            agency_kind=a["kind"],
            agency_field=a.get("field", ""),
            note=a.get("note", ""),
        )
        for task in ("receives", "decides")
        for a in entry["authority"][task]
    )
