"""``/can-bo/ho-so/<id>/tin/``: the messages of a dossier, asked for again while one is still on its way."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from dossiers import queries
from dossiers.wording import EVENT_WORDS
from notifications.models import Message
from notifications.queries import attempts_of, of_subject
from notifications.reasons import words
from notifications.states import State
from portal.office.access import officials_only

_ON_ITS_WAY = frozenset({State.QUEUED.value, State.SENDING.value, State.ACCEPTED.value})


@officials_only
def ledger(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The part of the page that lives; 204 while it is what the page shows already."""
    if not queries.in_scope().filter(id=dossier_id).exists():
        raise Http404
    shown = ledger_of(dossier_id)
    if request.headers.get("X-Seen") == shown["mark"]:
        return HttpResponse(status=204)
    return render(request, "office/_ledger.html.jinja", {"dossier_id": dossier_id, **shown}, using="jinja2")


def ledger_of(dossier_id: UUID) -> dict[str, object]:
    """The messages with their attempts and words, the latest first; ``live`` while one can still arrive."""
    messages = list(reversed(of_subject(dossier_id)))
    return {
        "messages": messages, "attempts": attempts_of(messages), "reason_words": words, "about": EVENT_WORDS,
        "live": any(m.state in _ON_ITS_WAY for m in messages), "mark": _mark(messages),
    }  # fmt: skip


def _mark(messages: list[Message]) -> str:
    told = [(str(m.id), m.state, m.reason, m.tries) for m in messages]
    return salted_hmac("ledger shown", repr(told)).hexdigest()[:16]
