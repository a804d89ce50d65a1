"""Writing a checked catalogue: a new version where something changed, nothing where nothing did."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from foundation.vietnamese_text import nfc, words
from procedures.importing.checking import faults_of
from procedures.importing.errors import CatalogueError
from procedures.importing.reading import read
from procedures.importing.steps import next_codes
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

    An entry that was imported before unchanged is left alone. One with a new first day makes a new version, and the
    version before it ends the day before; one changed for the same first day makes a version that corrects the other.
    What dossiers run under is never edited. Two imports at once wait for each other.
    """
    data, lines = read(nfc(text))
    if faults := faults_of(data, lines):
        raise CatalogueError(faults)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('procedures.import_catalogue'))")
    entries = sorted(data["procedures"], key=lambda e: (e["code"], e["effective_from"]))
    created = sum(_entry(entry) for entry in entries)
    return Imported(created, len(entries) - created)


def _entry(entry: dict[str, Any]) -> bool:
    digest = hashlib.sha256(json.dumps(entry, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    begins = date.fromisoformat(entry["effective_from"])
    standing = ProcedureVersion.objects.filter(procedure__code=entry["code"], corrected_by=None)
    corrected = standing.filter(effective_from=begins).first()
    if corrected and corrected.digest == digest:
        return False
    later = standing.filter(effective_from__gt=begins).order_by("effective_from").first()
    procedure = _procedure(entry, newest=later is None)
    version = ProcedureVersion(
        procedure=procedure,
        version=procedure.versions.count() + 1,
        digest=digest,
        effective_from=begins,
        **_facts(entry),
    )
    if later:
        last_day = later.effective_from - timedelta(days=1)
        version.effective_to = min(version.effective_to or last_day, last_day)
    if corrected:
        # Before the new row, because the index allows one that stands; the foreign key is checked at commit.
        standing.filter(pk=corrected.pk).update(corrected_by=version.pk)
    version.save(force_insert=True)
    standing.filter(Q(effective_to=None) | Q(effective_to__gte=begins), effective_from__lt=begins).update(
        effective_to=begins - timedelta(days=1)
    )
    _children(version, entry)
    return True


def _procedure(entry: dict[str, Any], *, newest: bool) -> Procedure:
    """The procedure itself. Its field and familiar names are those of its newest version."""
    known = Procedure.objects.filter(code=entry["code"]).first()
    if known and not newest:
        return known
    field, _made = Field.objects.update_or_create(
        code=entry["field"]["code"], defaults={"name": entry["field"]["name"]}
    )
    procedure, _made = Procedure.objects.update_or_create(
        code=entry["code"],
        defaults={"field": field, "service": entry["service"], "code_unverified": entry.get("code_unverified", "")},
    )
    procedure.aliases.all().delete()
    Alias.objects.bulk_create(
        Alias(procedure=procedure, name=a["name"], retired=a.get("retired", False)) for a in entry.get("aliases", [])
    )
    return procedure


_DAYS = ("effective_to", "source_text_date", "decision_date", "published_date")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _facts(entry: dict[str, Any]) -> dict[str, Any]:
    term = entry["term"]
    committed = term.get("committed") or {}
    window = term.get("supplement_window", {"amount": 15, "unit": "working_days"})
    familiar = " ".join(a["name"] for a in entry.get("aliases", []))
    searched = f"{entry['code']} {entry['name']} {entry['short_name']} {familiar}"
    return {
        **{name: _day(entry.get(name)) for name in _DAYS},
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
            former_territory=f.get("former", False),
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
            case=s.get("case", ""),
            next_steps=next_codes(steps, index),
            outcomes={way["to"]: way["outcome"] for way in s.get("next", []) if isinstance(way, dict)},
        )
        for index, s in enumerate(steps)
    )  # fmt: skip
    Authority.objects.bulk_create(
        Authority(
            version=version,
            task=task,
            agency_kind=a["kind"],
            agency_field=a.get("field", ""),
            territory=a.get("territory", "province"),
            note=a.get("note", ""),
        )
        for task in ("receives", "decides")
        for a in entry["authority"][task]
    )
