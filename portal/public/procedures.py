from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from procedures import queries


def procedure_list(request: HttpRequest) -> HttpResponse:
    """``/thu-tuc/``: search with or without diacritics."""
    q = request.GET.get("q", "")[:200]
    return render(
        request,
        "public/procedures.html.jinja",
        {"q": q, "procedures": list(queries.search(q))},
        using="jinja2",
    )


def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """``/thu-tuc/<mã>/``: papers, term, fees, steps, law."""
    version = queries.full().filter(procedure__code=code).first()
    if version is None:
        raise Http404
    return render(request, "public/procedure.html.jinja", {"v": version}, using="jinja2")
