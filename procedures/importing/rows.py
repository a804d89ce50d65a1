"""One entry of a checked catalogue as the columns of a version and the rows below it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from foundation.source_dates import SOURCE_DATES
from foundation.vietnamese_text import words
from procedures.importing.steps import next_codes
from procedures.models import (
    Authority,
    Commitment,
    FeeRow,
    OwnProcess,
    ProcedureVersion,
    Requirement,
    StepDefinition,
    WaiverRule,
)

_DAYS = ("effective_to", *SOURCE_DATES)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def facts_of(entry: dict[str, Any]) -> dict[str, Any]:
    """The columns of its version."""
    online, result = entry.get("online", {}), entry["result"]
    return {
        **{name: _day(entry.get(name)) for name in _DAYS},
        **_term(entry["term"]),
        "name": entry["name"],
        "short_name": entry["short_name"],
        "neutral_name": entry["neutral_name"],
        "search_text": _searched(entry),
        "legal_basis": entry["legal_basis"],
        "related": entry.get("related", []),
        "subjects": entry["subjects"],
        "decided_by": entry["authority"].get("decided_by", ""),
        "channels": entry["channels"],
        "online_level": online.get("level", ""),
        "online_reason": online.get("reason", ""),
        "conditions": entry.get("conditions", ""),
        "settled_by": entry["settled_by"],
        "sensitive": entry["sensitive"],
        "presence_required": entry.get("presence_required", False),
        "representative_allowed": entry.get("representative_allowed", True),
        "copies": entry["copies"],
        "result_name": result["name"],
        "result_copies": result.get("copies", 1),
        "result_note": result.get("note", ""),
        "result_validity_months": result.get("validity_months"),
        "unverified": entry.get("unverified", {}),
    }


def _searched(entry: dict[str, Any]) -> str:
    """What a search looks through: every name under which people know it, and the codes of its family."""
    familiar = [alias["name"] for alias in entry.get("aliases", [])]
    family = [f"{other['code']} {other['name']}" for other in entry.get("related", [])]
    return f" {' '.join(words(' '.join([entry['code'], entry['name'], entry['short_name'], *familiar, *family])))} "


def _term(term: dict[str, Any]) -> dict[str, Any]:
    statutory, committed = term["statutory"], term.get("committed") or {}
    window = term.get("supplement_window", {"amount": 15, "unit": "working_days"})
    return {
        "statutory_amount": statutory["amount"],
        "statutory_unit": statutory["unit"],
        "statutory_citation": statutory.get("citation", ""),
        "committed_amount": committed.get("amount"),
        "committed_unit": committed.get("unit", ""),
        "committed_citation": committed.get("citation", ""),
        "term_note": term.get("note", ""),
        "term_variants": term.get("variants", []),
        "start_rule": term.get("start", "acceptance"),
        "cutoff_rule": term.get("cutoff", "none"),
        "end_policy": term.get("end", "exact_hour"),
        "supplement_policy": term.get("supplement", "TINH_LAI"),
        "supplement_window_amount": window["amount"],
        "supplement_window_unit": window["unit"],
        "no_due_date": term.get("no_due_date", False),
    }


def write_children(version: ProcedureVersion, entry: dict[str, Any]) -> None:
    """The papers, fees with their waivers, steps, authorities and commitments of a new version."""
    Requirement.objects.bulk_create(
        Requirement(
            version=version, order=order, code=r["code"], name=r["name"], originals=r.get("originals", 0),
            copies=r.get("copies", 0), shown_only=r.get("shown_only", False), form_number=r.get("form", ""),
            condition=r.get("condition", ""), source_database=r.get("database", ""), note=r.get("note", ""),
        )
        for order, r in enumerate(entry["requirements"], 1)
    )  # fmt: skip
    fees = FeeRow.objects.bulk_create(
        FeeRow(
            version=version, order=order, kind=f["kind"], name=f["name"], charge=f.get("charge", ""),
            territory=f.get("territory", ""), former_territory=f.get("former", False),
            area=f.get("area", ""), channel=f.get("channel", ""), audience=f.get("audience", ""),
            exemption=f.get("exemption", ""), amount=f.get("amount"), percent=f.get("percent"),
            unit=f.get("unit", ""), per_copy=f.get("per_copy", False), collected=f.get("collected", "khi_tiep_nhan"),
            **_decided(f),
        )
        for order, f in enumerate(entry["fees"], 1)
    )  # fmt: skip
    WaiverRule.objects.bulk_create(
        waiver_row(w, order, fee=row)
        for row, f in zip(fees, entry["fees"], strict=True)
        for order, w in enumerate(f.get("waivers", []), 1)
    )
    StepDefinition.objects.bulk_create(step_rows(entry["steps"], version=version))
    Authority.objects.bulk_create(
        Authority(
            version=version, task=task, agency_kind=a["kind"], agency_field=a.get("field", ""),
            territory=a.get("territory", "province"), note=a.get("note", ""),
        )
        for task in ("receives", "decides")
        for a in entry["authority"][task]
    )  # fmt: skip
    Commitment.objects.bulk_create(
        Commitment(
            version=version, territory=c["territory"], former_territory=c.get("former", False),
            variant=c.get("variant", ""), amount=c["amount"], unit=c["unit"], **_decided(c),
        )
        for c in entry["term"].get("commitments", [])
    )  # fmt: skip


def waiver_row(rule: dict[str, Any], order: int, **more: Any) -> WaiverRule:
    """A rule of waiving, of one fee (``fee=``) or of many."""
    return WaiverRule(
        order=order, code=rule["code"], name=rule["name"], condition=rule.get("condition", ""),
        percent=rule.get("percent"), amount=rule.get("amount"), territory=rule.get("territory", ""),
        former_territory=rule.get("former", False), procedures=rule.get("procedures", []), kinds=rule.get("kinds", []),
        channel=rule.get("channel", ""), **_decided(rule), **more,
    )  # fmt: skip


def _decided(row: dict[str, Any]) -> dict[str, Any]:
    """From when until when a fee, a waiver or a commitment holds, what says so, and when that was decided and made public."""
    return {
        "effective_from": _day(row.get("from")), "effective_to": _day(row.get("to")),
        **{name: _day(row.get(name)) for name in SOURCE_DATES},
        "citation": row["citation"], "unverified": row.get("unverified", False),
    }  # fmt: skip


def step_rows(steps: Sequence[dict[str, Any]], **owner: ProcedureVersion | OwnProcess) -> list[StepDefinition]:
    """The rows of these steps, below a version (``version=``) or a province's own process (``own_process=``)."""
    return [
        StepDefinition(
            order=index + 1, code=s["code"], name=s["name"], agency_role=s["agency_role"],
            staff_role=s["staff_role"], amount=s.get("term", {}).get("amount", 0),
            unit=s.get("term", {}).get("unit", "working_days"), outside_clock=s.get("outside_clock", False),
            beside=s.get("beside", ""), silence_agrees=s.get("silence_agrees", False), case=s.get("case", ""),
            next_steps=next_codes(list(steps), index),
            outcomes={way["to"]: way["outcome"] for way in s.get("next", []) if isinstance(way, dict)}, **owner,
        )
        for index, s in enumerate(steps)
    ]  # fmt: skip
