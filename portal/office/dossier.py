"""``/can-bo/ho-so/<id>/``: what may be done first, then the facts, the record and the ledger."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dossiers import queries
from dossiers.clocking import state_of
from dossiers.models import Dossier
from dossiers.policies import DossierPolicy
from dossiers.wording import EVENT_WORDS
from events.queries import of_subject
from foundation.errors import DomainError
from notifications.queries import attempts_of
from notifications.queries import of_subject as messages_of
from notifications.reasons import words
from portal.office.access import officials_only
from portal.office.labels import ACT_NAMES, actors_of


def found(dossier_id: UUID) -> Dossier:
    row = queries.detail(dossier_id)
    if row is None:
        raise Http404
    return row


@officials_only
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """One dossier as an official sees it."""
    return dossier_page(request, dossier_id)


def dossier_page(request: HttpRequest, dossier_id: UUID, error: DomainError | None = None) -> HttpResponse:
    """The page, with a refusal on top where an act has just been refused."""
    row = found(dossier_id)
    policy = DossierPolicy.of_user(request.user)  # type: ignore[arg-type]
    events = list(of_subject("dossier", row.id))
    messages = list(messages_of(row.id))
    remarks = {r.event_id: r for r in row.remarks.all()}
    context = {
        "d": row, "acts": [(a.value, ACT_NAMES[a]) for a in policy.actions(row)],
        "happened": [(e, EVENT_WORDS.get(e.kind, e.kind), remarks.get(e.id)) for e in reversed(events)],
        "actors": actors_of(events), "messages": messages, "attempts": attempts_of(messages), "reason_words": words,
        "clock": None if row.is_mirrored or not row.clock.all() else state_of(row), "error": error,
        "sees_people": policy.sees_people,
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "office/dossier.html.jinja", context, status=status, using="jinja2")
