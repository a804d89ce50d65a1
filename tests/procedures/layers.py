"""Versions of the small entry and processes that a province published for them, straight into the tables."""

from datetime import date
from typing import Any

from foundation import scoping
from foundation.local_time import now
from procedures.importing.rows import step_rows
from procedures.importing.run import write_catalogue
from procedures.models import OwnProcess, ProcedureVersion, StepDefinition
from tests.procedures.catalogues import ENTRY, entry
from tests.support.world import World

CASE = {"code": "kho", "name": "Trường hợp khó", "amount": 8, "unit": "working_days"}


def days(amount: float, **more: str) -> dict[str, Any]:
    """A promise of Bắc Ninh."""
    return {"territory": "H05", "amount": amount, "unit": "working_days", "citation": "Quyết định thử", **more}


def version_of(begins: str, *promises: dict[str, Any], code: str = "1.999001", **changes: Any) -> ProcedureVersion:
    """Eight working days by law, with these promises, from a day on."""
    term = {"statutory": {"amount": 8, "unit": "working_days"}, "variants": [CASE], "commitments": list(promises)}
    with scoping.system("test"):
        write_catalogue({"procedures": [entry(code=code, effective_from=begins, term=term, **changes)]})
        return ProcedureVersion.objects.filter(procedure__code=code).latest("version")


def own_of(world: World, version: ProcedureVersion, begins: date, citation: str = "Quyết định thử") -> OwnProcess:
    """The province's process with the small entry's steps."""
    official = world.people["controller"]
    with scoping.system("test"):
        number = OwnProcess.objects.filter(version=version, province=world.province).count() + 1
        own = OwnProcess.objects.create(
            province=world.province, version=version, number=number, draft=ENTRY["steps"], citation=citation,
            effective_from=begins, drafted_by=official, published_by=official, changed_at=now(), published_at=now(),
        )  # fmt: skip
        StepDefinition.objects.bulk_create(step_rows(ENTRY["steps"], own_process=own))
    return own


def longer(steps: float) -> dict[str, Any]:
    """Other national steps."""
    return {"steps": [{**ENTRY["steps"][0], "term": {"amount": steps, "unit": "working_days"}}, ENTRY["steps"][1]]}
