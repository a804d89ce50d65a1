from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Agency, Province
from portal.public.place import province_of, served
from portal.public.words import CHANNELS, SUBJECTS
from procedures import queries
from procedures.models import FeeRow, ProcedureVersion


@dataclass(frozen=True)
class FeeShown:
    """A fee with the name of the territory where it is asked for; empty for the whole country."""

    row: FeeRow
    where: str
    former: bool


def procedure_list(request: HttpRequest) -> HttpResponse:
    """``/thu-tuc/``: search with or without diacritics."""
    q = request.GET.get("q", "")[:200]
    page = {"q": q, "procedures": list(queries.search(q)), "place": province_of(request)}
    return render(request, "public/procedures.html.jinja", page, using="jinja2")


def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """``/thu-tuc/<mã>/``: what must be made public of a procedure (NĐ 63/2010/NĐ-CP Đ8(2))."""
    version = queries.full().filter(procedure__code=code).first()
    if version is None:
        raise Http404
    place = province_of(request)
    page = {
        "v": version, "place": place, "competent": _competent(version, place), "fees": _fees(version, place),
        "subjects": [SUBJECTS.get(s, s) for s in version.subjects],
        "channels": [CHANNELS.get(c, c) for c in version.channels],
    }  # fmt: skip
    return render(request, "public/procedure.html.jinja", page, using="jinja2")


def _competent(version: ProcedureVersion, place: Province | None) -> list[tuple[Province, list[Agency]]]:
    """Who decides, province by province; the one whose address this is, alone."""
    found = [(p, list(queries.competent_agencies(version, p.id))) for p in served(place)]
    return [(province, agencies) for province, agencies in found if agencies]


def _fees(version: ProcedureVersion, place: Province | None) -> list[FeeShown]:
    """The fees with the names of their territories; at a province's address those of the country, of it and of what
    it absorbed (the resolutions of former provinces stay in force on their territory until replaced)."""
    rows = list(version.fees.all())
    codes = {row.territory for row in rows if row.territory}
    places = {(p.code, p.valid_to is not None): p for p in Province.objects.filter(code__in=codes)}
    shown = []
    for row in rows:
        where = places.get((row.territory, row.former_territory)) or places.get((row.territory, True))
        if place and row.territory and not (where and place.id in (where.id, where.merged_into_id)):
            continue
        former = where is not None and where.valid_to is not None
        shown.append(FeeShown(row, where.name if where else row.territory, former))
    return shown
