"""``/can-bo/ho-so/<id>/``: what may be done first, then the facts, the record and the ledger."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from documents.forms.catalogue import PaperKind
from documents.forms.editions import form_on
from dossiers import queries
from dossiers.actions.assess_charges import is_collectable
from dossiers.actions.choose_notices import ACT
from dossiers.actions.settle_at_once import may_be_settled_at_once
from dossiers.clocking import state_of
from dossiers.collecting import to_collect
from dossiers.custody import held
from dossiers.joint_queries import whole
from dossiers.models import Dossier
from dossiers.models.dossier import STATUS_NAMES
from dossiers.money import balance_of
from dossiers.policies import AT_ONCE, DossierPolicy
from dossiers.reading import note_read
from dossiers.reception import replies_due
from dossiers.states import TERMINAL, Action, Status
from dossiers.store import own_results
from events.models import Event
from events.queries import of_subject
from foundation.errors import DomainError
from foundation.local_time import now, to_local
from portal.office.access import actor_of, officials_only
from portal.office.conflict import since_version
from portal.office.issued import forms_of
from portal.office.labels import ACT_NAMES, GRAVE, KEYS, ONE_CLICK, actors_of
from portal.office.ledger import ledger_of
from portal.office.notices import withdrawn
from portal.office.rehearsal import plain, rehearse
from portal.office.way import Way, way_of


def found(dossier_id: UUID) -> Dossier:
    row = queries.detail(dossier_id)
    if row is None:
        raise Http404
    return row


@officials_only
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """One dossier as an official sees it."""
    return dossier_page(request, dossier_id)


def dossier_page(
    request: HttpRequest,
    dossier_id: UUID,
    error: DomainError | None = None,
    *,
    seen: int | None = None,
    typed: Sequence[str] = (),
) -> HttpResponse:
    """The page, with a refusal on top where an act has just been refused: what has changed since the version ``seen``,
    and what was typed, so that nothing is lost."""
    row = found(dossier_id)
    note_read([row], actor=actor_of(request), way="page")
    policy = DossierPolicy.of_user(request.user)  # type: ignore[arg-type]
    acts, way = policy.actions(row), way_of(row, policy)
    events, balance = list(of_subject("dossier", row.id)), balance_of(row.id)
    context = {
        "d": row, "now": now(), "error": error, "sees_people": policy.sees_people, "typed": typed,
        "unknown_years": _unknown_years(row), "withdrawn": withdrawn(row), "asks_notices": policy.may(ACT, row),
        "confirms": not row.is_mirrored and row.state not in TERMINAL and policy.may("confirm_identity", row),
        "meanwhile": since_version(row, seen) if error else [],
        "handlers": queries.handlers_of(row) if policy.may_assign(row) else [],
        "clock": None if row.is_mirrored or not row.clock.all() else state_of(row),
        "way": way, "joint": whole(row.parent_id) if row.parent_id else None, "status_names": STATUS_NAMES,
        "reply_due": replies_due([row]).get(row.id), "paper": held([row]).get(row.id), "balance": balance,
        "collectable": is_collectable(row),
        "to_collect": to_collect(row, balance) if Action.RETURN_RESULT in acts else None,
        "may_revoke": row.state in (Status.COMPLETED, Status.RETURNED) and policy.may("revoke_result", row), **_store(row, policy),
        "at_once": policy.may(AT_ONCE, row) and may_be_settled_at_once(row),
        **_acts(request, row, acts), **_record(row, way, events), **forms_of(row, policy, events), **ledger_of(row.id),
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "office/dossier.html.jinja", context, status=status, using="jinja2")


def _store(row: Dossier, policy: DossierPolicy) -> dict[str, object]:
    """What the applicant was given before and can be used again, for who may add papers while it is open."""
    offered = row.state not in TERMINAL and policy.may("add_document", row) and not row.is_mirrored
    own = own_results(row) if offered else []
    needs = list(row.version_of_procedure.requirements.all()) if offered else []
    return {"own_results": own, "requirements": needs}


def _unknown_years(row: Dossier) -> list[int]:
    """The years whose official days off were not known when the date that holds was reckoned."""
    last = max(row.due_records.all(), key=lambda record: record.computed_at, default=None)
    return list(last.inputs.get("missing_years", [])) if last else []


def _acts(request: HttpRequest, row: Dossier, acts: list[Action]) -> dict[str, object]:
    """The first act that needs no words is one press away, with what it would send; the others ask first."""
    first = next((a for a in acts if a in ONE_CLICK), None)
    sent = rehearse(row, plain(first), actor=actor_of(request)) if first else []
    refused = isinstance(sent, DomainError)
    return {
        "first": first, "letters": [] if refused else sent, "refusal": sent if refused else None,
        "others": [a for a in acts if a is not first], "act_names": ACT_NAMES, "keys": KEYS, "grave": GRAVE,
    }  # fmt: skip


def _record(row: Dossier, way: Way, events: Sequence[Event]) -> dict[str, object]:
    remarks = {r.event_id: r for r in row.remarks.all()}
    return {
        "happened": [(e, _words(e, way), remarks.get(e.id)) for e in reversed(events)],
        "actors": actors_of(events),
    }


def _words(event: Event, way: Way) -> str:
    """What happened; of a step also which, of a paper too."""
    said = way.words(event)
    paper = event.data.get("kind") if event.kind in ("dossier.paper_issued", "dossier.paper_voided") else None
    return f"{said}: {form_on(PaperKind(paper), to_local(event.occurred_at).date()).title}" if paper else said
