"""A process as it is written down (the ``steps`` of a catalogue entry): from rows, and whether it will do."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Agency, Position, Province
from accounts.queries import in_being
from accounts.roles import STANDS_IN, Role
from foundation.local_time import today_local
from procedures.importing.checking import faults_of_steps
from procedures.importing.steps import Place, step_faults, working_hours
from procedures.models import ProcedureVersion, StepDefinition

Written = dict[str, Any]
# what a process calls an agency whose people work in this system → its kind
_KINDS = {"tax": Agency.Kind.TAX, "land_office": Agency.Kind.LAND_OFFICE}


def written(rows: Iterable[StepDefinition]) -> list[Written]:
    """Steps as a catalogue file has them."""
    return [_written(row) for row in rows]


def _written(row: StepDefinition) -> Written:
    step: Written = {
        "code": row.code, "name": row.name, "agency_role": row.agency_role, "staff_role": row.staff_role,
    }  # fmt: skip
    if row.amount:
        step["term"] = {"amount": float(row.amount), "unit": row.unit}
    for name in ("outside_clock", "silence_agrees", "beside", "case"):
        if getattr(row, name):
            step[name] = getattr(row, name)
    if not row.beside:
        step["next"] = [{"to": c, "outcome": row.outcomes[c]} if row.outcomes.get(c) else c for c in row.next_steps]
    return step


def faults_in(steps: list[Written], version: ProcedureVersion, province_id: uuid.UUID) -> list[tuple[Place, str]]:
    """What keeps these steps from being the process of a version in a province: their form, an end that cannot be reached,
    more time than the term, a step that nobody there can do. Empty if nothing does."""
    if found := list(faults_of_steps(steps)):
        return found
    code = Province.objects.values_list("code", flat=True).get(id=province_id)
    term = term_of(version, code, max(today_local(), version.effective_from))
    found = list(step_faults({"steps": steps, "settled_by": "province", "term": term}))
    return found or list(_nobody(steps, version, province_id))


def term_of(version: ProcedureVersion, code: str, since: date, *, or_lately: bool = False) -> Written:
    """The terms of a version as a catalogue file has them, with what the province of that code promised in general and
    for cases; of several promises that follow one another the shortest, for a process outlives them. Those that ended
    before ``since`` do not count; ``or_lately``: where all of a case have, those of the day before do."""
    term: Written = {
        "statutory": {"amount": version.statutory_amount, "unit": version.statutory_unit},
    }
    if version.committed_amount is not None:
        term["committed"] = {"amount": version.committed_amount, "unit": version.committed_unit}
    own = _promised(version, code, since)
    if or_lately:
        own = _promised(version, code, since - timedelta(days=1)) | own
    if "" in own:
        term["committed"] = own[""]
    term["variants"] = [case | own.get(case["code"], {}) for case in version.term_variants]
    return term


def _promised(version: ProcedureVersion, code: str, since: date) -> dict[str, Written]:
    """The province's shortest promise for each case (empty: in general) that holds on a day or begins later: its own
    promise binds its own process."""
    found: dict[str, list[Written]] = {}
    for row in version.commitments.all():
        ended = row.effective_to is not None and row.effective_to < since
        if (row.territory, row.former_territory, row.unverified) == (code, False, False) and not ended:
            found.setdefault(row.variant, []).append({"amount": row.amount, "unit": row.unit})
    return {case: min(rows, key=working_hours) for case, rows in found.items()}


def _nobody(steps: list[Written], version: ProcedureVersion, province_id: uuid.UUID) -> Iterator[tuple[Place, str]]:
    """Steps for which no official of the right kind of agency holds the role, or stands in for it; agencies outside the
    province's system are noted by the one that leads."""
    posts = Position.objects.filter(in_being(), agency__province_id=province_id, user__is_active=True)
    held = set(posts.values_list("agency__kind", "role"))
    tasks = {"receiver": "receives", "decider": "decides"}
    for index, step in enumerate(steps):
        task = tasks.get(step["agency_role"])
        kinds = {a.agency_kind for a in version.authorities.all() if a.task == task}
        if kind := _KINDS.get(step["agency_role"]):
            kinds = {kind}
        role = Role(step["staff_role"])
        able = {role, *STANDS_IN.get(role, ())}
        if kinds and not any((kind, one) in held for kind in kinds for one in able):
            yield ("steps", index, "staff_role"), _("chưa ai trong tỉnh giữ vai trò này ở loại cơ quan đó")
