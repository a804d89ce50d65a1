"""Procedures and agencies as the API shows them. What could not be checked is marked beside the thing itself."""

from datetime import date
from typing import Any

from accounts.models import Agency
from foundation.source_dates import SOURCE_DATES
from procedures.models import Authority, Commitment, FeeRow, ProcedureVersion, WaiverRule


def agency(row: Agency) -> dict[str, Any]:
    return {
        "code": row.code, "name": row.name, "short_name": row.short_name, "kind": row.kind, "field": row.field,
        "province": row.province.code, "parent": row.parent.code if row.parent else None, "commune": row.commune_id,
        "address": row.address, "phone": row.phone, "opening_note": row.opening_note,
        "valid_from": row.valid_from.isoformat(), "valid_to": _day(row.valid_to),
    }  # fmt: skip


def procedure(row: ProcedureVersion) -> dict[str, Any]:
    """The line of a list."""
    return {
        "code": row.procedure.code, "code_unverified": row.procedure.code_unverified or None, "version": row.version,
        "name": row.name, "short_name": row.short_name, "neutral_name": row.neutral_name,
        "field": row.procedure.field.name, "field_code": row.procedure.field.code, "service": row.procedure.service,
        "settled_by": row.settled_by, "sensitive": row.sensitive, "effective_from": row.effective_from.isoformat(),
        "effective_to": _day(row.effective_to), "term": _term(row), "unverified": row.unverified,
    }  # fmt: skip


def _term(row: ProcedureVersion) -> dict[str, Any]:
    committed = None
    if row.committed_amount is not None:
        committed = {
            "amount": float(row.committed_amount), "unit": row.committed_unit, "citation": row.committed_citation,
        }  # fmt: skip
    return {
        "statutory": {
            "amount": float(row.statutory_amount), "unit": row.statutory_unit, "citation": row.statutory_citation,
            "unverified": row.unsure("term.statutory"),
        },
        "committed": committed, "note": row.term_note, "variants": row.term_variants, "starts": row.start_rule,
        "cutoff": row.cutoff_rule, "ends": row.end_policy, "no_due_date": row.no_due_date,
        "supplement": {
            "policy": row.supplement_policy, "amount": float(row.supplement_window_amount),
            "unit": row.supplement_window_unit,
        },
    }  # fmt: skip


def procedure_in_full(row: ProcedureVersion) -> dict[str, Any]:
    """Everything."""
    short = procedure(row)
    promised = [
        {
            "territory": c.territory, "former_territory": c.former_territory, "variant": c.variant,
            "amount": float(c.amount), "unit": c.unit, **_decided(c),
        }
        for c in sorted(row.commitments.all(), key=_order)
    ]  # fmt: skip
    return {
        **short, "term": {**short["term"], "commitments": promised}, "legal_basis": row.legal_basis,
        "related": row.related, "subjects": row.subjects, "channels": row.channels,
        "online": {"level": row.online_level or None, "reason": row.online_reason}, "conditions": row.conditions,
        "copies": row.copies, "presence_required": row.presence_required,
        "representative_allowed": row.representative_allowed, "authority": _authority(row),
        "result": {
            "name": row.result_name, "copies": row.result_copies, "note": row.result_note,
            "validity_months": row.result_validity_months,
        },
        "source_text_date": _day(row.source_text_date), "decision_date": _day(row.decision_date),
        "published_date": _day(row.published_date),
        "aliases": [{"name": a.name, "retired": a.retired} for a in row.procedure.aliases.all()],
        "requirements": [
            {
                "code": r.code, "name": r.name, "originals": r.originals, "copies": r.copies,
                "shown_only": r.shown_only, "form": r.form_number, "condition": r.condition,
                "database": r.source_database, "note": r.note, "unverified": row.unsure(f"requirements.{r.code}"),
            }
            for r in row.requirements.all()
        ],
        "fees": [fee(f) for f in row.fees.all()],
        "steps": [
            {
                "code": s.code, "name": s.name, "agency_role": s.agency_role, "staff_role": s.staff_role,
                "term": {"amount": float(s.amount), "unit": s.unit}, "outside_clock": s.outside_clock,
                "beside": s.beside or None, "silence_agrees": s.silence_agrees, "next": s.next_steps, "outcomes": s.outcomes, "case": s.case,
            }
            for s in row.steps.all()
        ],
    }  # fmt: skip


def fee(row: FeeRow) -> dict[str, Any]:
    return {
        "kind": row.kind, "name": row.name, "charge": row.charge, "amount": row.amount,
        "percent": float(row.percent) if row.percent is not None else None, "unit": row.unit, "per_copy": row.per_copy,
        "territory": row.territory, "former_territory": row.former_territory, "area": row.area, "channel": row.channel,
        "audience": row.audience, "exemption": row.exemption, "collected": row.collected,
        "waivers": [_waiver(rule) for rule in row.waivers.all()], **_decided(row),
    }  # fmt: skip


def _waiver(rule: WaiverRule) -> dict[str, Any]:
    return {
        "code": rule.code, "name": rule.name, "condition": rule.condition, "percent": rule.percent, "amount": rule.amount,
        "territory": rule.territory, "former_territory": rule.former_territory, "channel": rule.channel, **_decided(rule),
    }  # fmt: skip


def _order(row: Commitment) -> tuple[str, bool, str, date]:
    return row.territory, row.former_territory, row.variant, row.effective_from or date.min


def _decided(row: FeeRow | Commitment | WaiverRule) -> dict[str, Any]:
    """From when until when it holds, what says so, and the dates of that."""
    return {
        "from": _day(row.effective_from), "to": _day(row.effective_to), "citation": row.citation,
        **{name: _day(getattr(row, name)) for name in SOURCE_DATES}, "unverified": row.unverified,
    }  # fmt: skip


def _authority(row: ProcedureVersion) -> dict[str, Any]:
    rows = list(row.authorities.all())

    def of(task: str) -> list[dict[str, Any]]:
        return [
            {"kind": a.agency_kind, "field": a.agency_field, "territory": a.territory, "note": a.note}
            for a in rows
            if a.task == task
        ]

    task = Authority.Task
    return {
        "decided_by": row.decided_by, "receives": of(task.RECEIVES), "decides": of(task.DECIDES),
        "unverified": row.unsure("authority"),
    }  # fmt: skip


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
