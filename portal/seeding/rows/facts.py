"""What each act puts into its event beside the facts that every event of a dossier carries."""

from typing import Any

from dossiers.models import Dossier
from foundation.local_time import iso_local
from portal.seeding.lives.life import Step
from portal.seeding.story import Story


def facts(step: Step, dossier: Dossier, story: Story) -> dict[str, Any]:
    """The data of one event; ``dossier`` as it is after the act."""
    return {
        "code": dossier.code or "",
        "status": dossier.status,
        "previous_status": step.before.value,
        "national_status": dossier.national_status,
        "procedure": dossier.procedure.code,
        "agency": dossier.agency.code,
        "version": dossier.row_version,
        "due_at": iso_local(dossier.due_at),
        **_own(step, dossier, story),
    }


def _own(step: Step, dossier: Dossier, story: Story) -> dict[str, Any]:
    state = step.after
    match step.kind:
        case "dossier.submitted":
            return {"channel": dossier.channel}
        case "dossier.accepted":
            return {"accepted_at": iso_local(state.accepted_at), "channel": dossier.channel}
        case "dossier.started":
            return {"assignee_id": str(dossier.assignee_id)}
        case "dossier.assigned":
            return {"assignee_id": str(dossier.assignee_id), "previous_assignee_id": None}
        case "dossier.supplement_requested":
            return {
                "until": iso_local(state.until), "count": state.supplements, "override": step.rule == "override",
            }  # fmt: skip
        case "dossier.supplement_received":
            policy = dossier.version_of_procedure.supplement_policy
            return {"previous_due_at": iso_local(step.due_before), "policy": policy}
        case "dossier.payment_confirmed":
            return {"previous_due_at": iso_local(step.due_before)}
        case "dossier.extended":
            return {
                "previous_due_at": iso_local(step.due_before), "original_due_at": iso_local(state.original_due_at),
            }  # fmt: skip
        case "dossier.withdrawn" | "dossier.stopped":
            return {"reason_code": step.rule}
        case "dossier.completed":
            due = state.original_due_at
            return {
                "outcome": state.outcome, "completed_at": iso_local(step.at), "original_due_at": iso_local(due),
                "on_time": None if due is None else step.at <= due,
            }  # fmt: skip
        case "dossier.returned":
            return {"returned_at": iso_local(step.at), "outcome": state.outcome}
        case "dossier.mirrored":
            return {
                "system": story.system, "source_version": str(dossier.source_version),
                "completed_at": iso_local(state.completed_at), "accepted_at": iso_local(state.accepted_at),
                "outcome": state.outcome, "settled_by": dossier.settled_by, "rule": step.rule,
            }  # fmt: skip
        case _:
            return {}
