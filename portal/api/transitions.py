"""``POST dossiers/{id}/transitions/``: the same acts that officials press."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actors import Actor
from dossiers.actions.accept import accept
from dossiers.actions.complete import complete
from dossiers.actions.confirm_payment import confirm_payment
from dossiers.actions.extend import extend
from dossiers.actions.recall import recall
from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.refuse import refuse
from dossiers.actions.request_payment import request_payment
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.return_result import return_result
from dossiers.actions.start import start
from dossiers.actions.stop import stop
from dossiers.actions.withdraw import withdraw
from dossiers.models import Dossier
from dossiers.states import Action
from portal.api import present
from portal.api.base import Resource
from portal.api.dossiers import ETAG, REPLAYED, visible
from portal.api.etag import expected_version, tag
from portal.api.idempotency import once
from portal.api.schema import IDEMPOTENT, IF_MATCH, described
from portal.api.shapes.acting import TransitionShape
from portal.api.shapes.answers import DossierShape

# act -> the action and which members of the body it takes besides ``note``
ACTS: dict[Action, tuple[Callable[..., Dossier], tuple[str, ...]]] = {
    Action.ACCEPT: (accept, ()),
    Action.REFUSE: (refuse, ("reason",)),
    Action.START: (start, ()),
    Action.REQUEST_SUPPLEMENT: (request_supplement, ("reason", "override")),
    Action.RECEIVE_SUPPLEMENT: (receive_supplement, ()),
    Action.REQUEST_PAYMENT: (request_payment, ("reason",)),
    Action.CONFIRM_PAYMENT: (confirm_payment, ()),
    Action.WITHDRAW: (withdraw, ("reason",)),
    Action.STOP: (stop, ("reason",)),
    Action.COMPLETE: (complete, ("outcome", "reason")),
    Action.RETURN_RESULT: (return_result, ()),
    Action.EXTEND: (extend, ("due_at", "reason")),
    Action.RECALL: (recall, ("reason",)),
}


def perform(dossier_id: UUID, data: dict[str, Any], *, actor: Actor, version: int | None) -> Dossier:
    """Do the named act with the members that it takes; a reason that it does not take stays as a note."""
    act, members = ACTS[Action(data["action"])]
    taken = {name: data[name] for name in members}
    spare = "" if "reason" in members else data["reason"]
    note = "\n".join(filter(None, (data["note"], spare)))
    return act(dossier_id, actor=actor, expected_version=version, note=note, **taken)


def transition(dossier_id: UUID, data: Any, if_match: str, caller: Resource) -> dict[str, Any]:
    """An act as it comes in, and the dossier after it."""
    shape = TransitionShape(data=data)
    shape.is_valid(raise_exception=True)
    version = expected_version(if_match, visible(dossier_id).row_version)
    perform(dossier_id, shape.validated_data, actor=caller.actor, version=version)
    return present.dossier(visible(dossier_id))


class Transitions(Resource):
    """One act; a stale ``If-Match`` is 412, a forbidden state 409 with the allowed actions."""

    write_scope = "dossiers:write"

    @described(
        "act_on_dossier", "Thực hiện một bước", {200: DossierShape}, 400, 404, 409, 412, 413, 415,
        request=TransitionShape, parameters=[IF_MATCH, IDEMPOTENT, ETAG, REPLAYED],
    )  # fmt: skip
    def post(self, request: Request, dossier_id: UUID) -> Response:
        if_match = request.headers.get("If-Match", "")
        response = once(
            request, self.client, lambda: (200, transition(dossier_id, request.data, if_match, self))
        )  # fmt: skip
        response["ETag"] = tag(response.data["version"])
        return response
