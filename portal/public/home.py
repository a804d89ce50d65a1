from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from procedures.queries import effective


def home(request: HttpRequest) -> HttpResponse:
    """``/``: is it done yet, and what else can be done here."""
    return render(request, "public/home.html.jinja", {"procedures": list(effective())}, using="jinja2")
