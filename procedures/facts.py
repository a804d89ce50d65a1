"""Everything a version says, as a flat list of facts in words: for comparing two versions."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _

from accounts.reference import level_1_name
from foundation.source_dates import SOURCE_DATES
from foundation.spoken_time import day, money, number
from procedures.agency_roles import AGENCY_ROLES
from procedures.differences import Fact
from procedures.models import Commitment, FeeRow, ProcedureVersion, Requirement, StepDefinition, WaiverRule
from procedures.models.version import UNITS
from procedures.waiver_words import waived_words

_UNIT_NAMES = dict(UNITS)
_AREAS = {"phuong": "phường", "xa": "xã"}
# fields told as they are, in the order of a page
_GENERAL = (
    "name", "short_name", "neutral_name", "legal_basis", "source_text_date", "decision_date", "published_date", "subjects",
    "decided_by", "channels", "online_level", "online_reason", "conditions", "settled_by", "sensitive",
    "presence_required", "representative_allowed", "copies",
)  # fmt: skip
_CLOCK = (
    "term_note", "start_rule", "cutoff_rule", "end_policy", "supplement_policy", "no_due_date",
)  # fmt: skip
_RESULT = ("result_name", "result_copies", "result_note", "result_validity_months")


def facts_of(version: ProcedureVersion) -> list[Fact]:
    """For a version with its requirements, fees, steps, commitments and authorities at hand."""
    return [
        *_fields(version, "general", _GENERAL), *_related(version), *_terms(version), *_fields(version, "term", _CLOCK),
        *(_requirement(r) for r in version.requirements.all()), *_fees(version), *(_step(s) for s in version.steps.all()),
        *_fields(version, "result", _RESULT), *_authorities(version), *_doubts(version),
    ]  # fmt: skip


def _related(version: ProcedureVersion) -> Iterator[Fact]:
    for row in version.related:
        label = _("thủ tục liên quan %(code)s") % {"code": row["code"]}
        doubt = _("cần kiểm tra") if row.get("unverified") else ""
        text = ", ".join(part for part in (row["name"], row.get("note", ""), doubt) if part)
        yield Fact("general", f"related.{row['code']}", label, text)


def _fields(version: ProcedureVersion, section: str, names: tuple[str, ...]) -> Iterator[Fact]:
    for name in names:
        field = version._meta.get_field(name)
        assert isinstance(field, Field)
        shown = getattr(version, f"get_{name}_display", None)
        text = _plain(shown() if shown else getattr(version, name))
        yield Fact(section, name, str(field.verbose_name), text)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list):
        return "; ".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(_plain(one) for one in value.values() if one not in ("", None))
    return "" if value is None else str(value)


def term_words(amount: Any, unit: str) -> str:
    """``5 ngày làm việc``; «trong ngày» has no number."""
    return str(_UNIT_NAMES[unit]) if unit == "same_day" else f"{number(amount)} {_UNIT_NAMES[unit]}"


def _terms(version: ProcedureVersion) -> Iterator[Fact]:
    law = _cited(term_words(version.statutory_amount, version.statutory_unit), version.statutory_citation)
    yield Fact("term", "statutory", _("thời hạn luật định"), law)
    if version.committed_amount is not None:
        own = _cited(term_words(version.committed_amount, version.committed_unit), version.committed_citation)
        yield Fact("term", "committed", _("thời hạn cam kết"), own)
    for case in version.term_variants:
        text = _cited(term_words(case["amount"], case["unit"]), case.get("citation", ""))
        yield Fact("term", f"case.{case['code']}", str(case["name"]), text)
    alike: Counter[str] = Counter()
    cases = {case["code"]: case["name"] for case in version.term_variants}
    for row in version.commitments.all():
        key = f"commitment.{row.territory}.{row.former_territory}.{row.variant}"
        alike[key] += 1  # one that follows another
        text = ", ".join(p for p in (term_words(row.amount, row.unit), *_dated(row)) if p)
        label = _("cam kết của %(where)s") % {"where": _place(row)}
        if row.variant:
            label = f"{label}, {cases.get(row.variant, row.variant)}"
        yield Fact("term", f"{key}.{alike[key]}", label, _cited(text, row.citation))
    window = term_words(version.supplement_window_amount, version.supplement_window_unit)
    yield Fact("term", "window", _("hạn bổ sung"), window)


def _place(row: FeeRow | Commitment) -> str:
    """``Bình Thuận (cũ)``; empty for the whole country."""
    if not row.territory:
        return ""
    name = level_1_name(row.territory, former=row.former_territory)
    return _("%(province)s (cũ)") % {"province": name} if row.former_territory else name


def _cited(text: str, citation: str) -> str:
    return f"{text} ({citation})" if citation else text


def _requirement(row: Requirement) -> Fact:
    counts = [
        _("%(n)s bản chính") % {"n": row.originals} if row.originals else "",
        _("%(n)s bản sao") % {"n": row.copies} if row.copies else "",
        _("xuất trình") if row.shown_only else "", row.form_number, row.condition, row.source_database, row.note,
    ]  # fmt: skip
    return Fact("requirements", row.code, row.name, ", ".join([row.name, *(c for c in counts if c)]))


def _fees(version: ProcedureVersion) -> Iterator[Fact]:
    alike: Counter[str] = Counter()
    for row in version.fees.all():
        where = (row.territory, row.former_territory, row.area, row.channel, row.audience)
        key = f"{row.charge or row.name}.{'.'.join(str(part) for part in where)}"
        alike[key] += 1  # the same charge for another kind of case: told apart by their order
        key += f".{alike[key]}"
        parts = (row.name, _place(row), _AREAS.get(row.area, row.area), row.channel, row.audience)
        label = ", ".join(part for part in parts if part)
        yield Fact("fees", key, label, _cited(_amount(row), row.citation))
        yield from _waivers(row, key, label)


def _waivers(row: FeeRow, key: str, label: str) -> Iterator[Fact]:
    """By which rules this fee is waived. Those of many procedures are of no version."""
    alike: Counter[str] = Counter()
    for rule in row.waivers.all():
        where = f"{key}.waiver.{rule.code}.{rule.territory}.{rule.former_territory}"
        alike[where] += 1
        named = ", ".join(part for part in (label, rule.name, rule.territory, rule.channel) if part)
        text = ", ".join(p for p in (waived_words(rule), rule.condition, *_dated(rule)) if p)
        yield Fact("fees", f"{where}.{alike[where]}", named, _cited(text, rule.citation))


def _amount(row: FeeRow) -> str:
    asked = money(row.amount) if row.amount is not None else f"{number(row.percent)} %" if row.percent else "—"
    copy = _("tính theo bản") if row.per_copy else ""
    parts = (
        str(row.get_kind_display()),
        asked,
        row.unit,
        copy,
        row.exemption,
        str(row.get_collected_display()),
        *_dated(row),
    )
    return ", ".join(p for p in parts if p)


def _dated(row: FeeRow | Commitment | WaiverRule) -> Iterator[str]:
    """From when until when it holds, and the three dates of its decision."""
    yield " ".join(
        part for part in (
            _("từ %(day)s") % {"day": day(row.effective_from)} if row.effective_from else "",
            _("đến %(day)s") % {"day": day(row.effective_to)} if row.effective_to else "",
        ) if part
    )  # fmt: skip
    for name in SOURCE_DATES:
        if told := getattr(row, name):
            field = row._meta.get_field(name)
            assert isinstance(field, Field)
            yield f"{field.verbose_name} {day(told)}"
    if row.unverified:
        yield _("cần kiểm tra")


def _step(row: StepDefinition) -> Fact:
    ways = [f"{code} ({row.outcomes[code]})" if row.outcomes.get(code) else code for code in row.next_steps]
    parts = [
        row.name, str(AGENCY_ROLES.get(row.agency_role, row.agency_role)), str(row.get_staff_role_display()), term_words(row.amount, row.unit) if row.amount else "",
        _("không tính thời gian") if row.outside_clock else "",
        _("song song với %(step)s") % {"step": row.beside} if row.beside else "",
        _("không trả lời là đồng ý") if row.silence_agrees else "",
        _("chỉ khi: %(case)s") % {"case": row.case} if row.case else "",
        _("tiếp theo: %(steps)s") % {"steps": ", ".join(ways)} if ways else "",
    ]  # fmt: skip
    return Fact("steps", row.code, row.name, ", ".join(p for p in parts if p))


def _authorities(version: ProcedureVersion) -> Iterator[Fact]:
    for row in version.authorities.all():
        key = f"{row.task}.{row.agency_kind}.{row.agency_field}"
        text = ", ".join(
            p
            for p in (str(row.get_agency_kind_display()), row.agency_field, str(row.get_territory_display()), row.note)
            if p
        )
        yield Fact("authorities", key, str(row.get_task_display()), text)


def _doubts(version: ProcedureVersion) -> Iterator[Fact]:
    for path, note in sorted(version.unverified.items()):
        yield Fact("unverified", path, path, str(note))
