"""``/can-bo/ho-so/<id>/thoi-han/``: how the due date of a dossier came about, day by day."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dossiers.explaining import explanation
from dossiers.reading import note_read
from portal.office.access import actor_of, officials_only
from portal.office.clock_words import CLOCK_WORDS, CUTOFF_WORDS, END_WORDS, PAUSE_WORDS, PROMISE_WORDS
from portal.office.dossier import found


@officials_only
def clock(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Each interval, day off and pause, with the law behind the term."""
    row = found(dossier_id)
    note_read([row], actor=actor_of(request), way="page")
    context = {
        "d": row, "why": explanation(row), "clock_words": CLOCK_WORDS, "pause_words": PAUSE_WORDS,
        "promise_words": PROMISE_WORDS, "end_words": END_WORDS, "cutoff_words": CUTOFF_WORDS,
    }  # fmt: skip
    return render(request, "office/clock.html.jinja", context, using="jinja2")
