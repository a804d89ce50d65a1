"""A process as it is written down (the ``steps`` of a catalogue entry): from rows, and whether it will do."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Agency, Position, Province
from accounts.queries import in_being
from accounts.roles import STANDS_IN, Role
from foundation.local_time import today_local
from procedures.importing.checking import faults_of_steps
from procedures.importing.steps import Place, step_faults, working_hours
from procedures.models import ProcedureVersion, StepDefinition

Written = dict[str, Any]
Places = frozenset[tuple[str, bool]]  # level-1 codes, each with whether it is a former province's
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
    more time than the term or than a promise anywhere in the province, a step that nobody there can do. Empty if nothing
    does."""
    if found := list(faults_of_steps(steps)):
        return found
    term = term_of(version, places_of(province_id), max(today_local(), version.effective_from))
    found = list(step_faults({"steps": steps, "settled_by": "province", "term": term}))
    return found or list(_nobody(steps, version, province_id))


def places_of(province_id: uuid.UUID) -> Places:
    """A province and the former provinces on whose territory it lies: promises for any of them bind its process."""
    here = Province.objects.filter(Q(id=province_id) | Q(merged_into_id=province_id))
    return frozenset((code, ended is not None) for code, ended in here.values_list("code", "valid_to"))


def term_of(
    version: ProcedureVersion,
    places: Places,
    since: date,
    *,
    or_lately: bool = False,
    instead_of: Written | None = None,
) -> Written:
    """The terms of a version as a catalogue file has them, with what was promised for any of these places in general and
    for cases; of several promises the shortest, for one process serves them all and outlives each. Those that ended
    before ``since`` do not count; ``or_lately``: where all of a case have, those of the day before do. ``instead_of``: the
    terms that hold where nothing was promised; else those of the catalogue."""
    term = dict(instead_of) if instead_of else _catalogued(version)
    own = _promised(version, places, since)
    if or_lately:
        own = _promised(version, places, since - timedelta(days=1)) | own
    if "" in own:
        term["committed"] = own[""]
    term["variants"] = [case | own.get(case["code"], {}) for case in term["variants"]]
    return term


def _catalogued(version: ProcedureVersion) -> Written:
    term: Written = {
        "statutory": {"amount": version.statutory_amount, "unit": version.statutory_unit},
        "variants": version.term_variants,
    }
    if version.committed_amount is not None:
        term["committed"] = {"amount": version.committed_amount, "unit": version.committed_unit}
    return term


def _promised(version: ProcedureVersion, places: Places, since: date) -> dict[str, Written]:
    """The shortest promise for each case (empty: in general) that holds there on a day or begins later: a province's own
    promise binds its own process."""
    found: dict[str, list[Written]] = {}
    for row in version.commitments.all():
        ended = row.effective_to is not None and row.effective_to < since
        if (row.territory, row.former_territory) in places and not row.unverified and not ended:
            found.setdefault(row.variant, []).append({"amount": row.amount, "unit": row.unit})
    return {case: min(rows, key=working_hours) for case, rows in found.items()}


def _nobody(steps: list[Written], version: ProcedureVersion, province_id: uuid.UUID) -> Iterator[tuple[Place, str]]:
    """Steps for which no official of the right kind of agency, and of the right field where the entry names one, holds the
    role or stands in for it; agencies outside the province's system are noted by the one that leads."""
    posts = Position.objects.filter(in_being(), agency__province_id=province_id, user__is_active=True)
    held = set(posts.values_list("agency__kind", "agency__field", "role"))
    held |= {(kind, "", role) for kind, _field, role in held}
    tasks = {"receiver": "receives", "decider": "decides"}
    for index, step in enumerate(steps):
        task = tasks.get(step["agency_role"])
        rooms = {(a.agency_kind, a.agency_field) for a in version.authorities.all() if a.task == task}
        if kind := _KINDS.get(step["agency_role"]):
            rooms = {(kind, "")}
        role = Role(step["staff_role"])
        able = {role, *STANDS_IN.get(role, ())}
        if rooms and not any((*room, one) in held for room in rooms for one in able):
            yield ("steps", index, "staff_role"), _("chưa ai trong tỉnh giữ vai trò này ở loại cơ quan đó")
