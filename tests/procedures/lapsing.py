"""A province's own process for the marriage entry of the real catalogue, and the next law over it."""

import copy
from datetime import date

from accounts.policies import Grants
from accounts.roles import Role
from foundation import scoping
from procedures.actions.draft_process import draft_process
from procedures.actions.publish_process import publish_process
from procedures.importing.checking import faults_of
from procedures.importing.reading import read
from procedures.importing.run import write_catalogue
from procedures.models import OwnProcess, ProcedureVersion
from tests.support.world import CATALOGUE, MARRIAGE, World, official

LAW = date(2027, 3, 1)
DECISION = "Quyết định 12/QĐ-UBND ngày 01/12/2026"


def staffed(world: World) -> World:
    """With the people of the ward that the steps of the marriage entry need."""
    with scoping.system("test"):
        for role, agency in (
            (Role.CASE_OFFICER, "ward"), (Role.SIGNER, "ward"), (Role.CLERK, "ward"), (Role.RETURNER, "ward_centre"),
        ):  # fmt: skip
            official(world, role, agency, suffix="-ward")
    return world


def imported(begins: date = LAW, **changes) -> ProcedureVersion:
    """The marriage entry of the real catalogue anew, by the next law from another first day."""
    content, lines = read(CATALOGUE.read_text())
    [entry] = [copy.deepcopy(e) for e in content["procedures"] if e["code"] == MARRIAGE]
    del entry["effective_to"]
    entry |= {"effective_from": begins.isoformat(), "legal_basis": ["Luật Hộ tịch số 03/2026/QH16"], "unverified": {}}
    for change in changes.values():
        change(entry)
    made = {"procedures": [entry]}
    assert not faults_of(made, dict.fromkeys(lines, 1) | {(): 1})
    with scoping.system("test"):
        write_catalogue(made)
        return ProcedureVersion.objects.filter(procedure__code=MARRIAGE).latest("version")


def quicker(entry) -> None:
    """The new law leaves less time to verify."""
    entry["term"]["variants"][0]["amount"] = 3
    next(s for s in entry["steps"] if s["code"] == "xac_minh")["term"]["amount"] = 2


def fitting(steps):
    """The steps within the quicker term."""
    return [{**s, "term": {"amount": 2, "unit": "working_days"}} if s["code"] == "xac_minh" else s for s in steps]


def renamed(steps):
    """The province's own words for a step."""
    return [{**s, "name": "Kiểm tra tại phường"} if s["code"] == "tham_tra" else s for s in steps]


def by(world: World) -> dict:
    with scoping.system("test"):
        return {"actor": world.actor("controller"), "grants": Grants.of(world.people["controller"])}


def published(world: World, version: ProcedureVersion, begins: date, change=None, renewing=False) -> OwnProcess:
    with world.scope("controller"):
        draft = draft_process(version, renewing=renewing, **by(world))
        if change:
            OwnProcess.objects.filter(id=draft.id).update(draft=change(draft.draft))
        return publish_process(draft.id, **by(world), begins=begins, citation=DECISION, seen=draft.row_version)
