from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.public.place import province_of
from procedures.queries import effective


def home(request: HttpRequest) -> HttpResponse:
    """``/``: is it done yet, and what else can be done here."""
    page = {"procedures": list(effective()), "place": province_of(request)}
    return render(request, "public/home.html.jinja", page, using="jinja2")
