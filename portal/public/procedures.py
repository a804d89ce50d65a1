from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Agency, Province
from foundation.local_time import iso_day, today_local
from foundation.paging import keyset, small_count
from foundation.vietnamese_text import squeeze
from portal.public.place import province_of, served
from portal.public.territories import fees_of, promises_of
from portal.public.words import CHANNELS, ELSEWHERE, ONLINE, SUBJECTS
from procedures import queries
from procedures.models import Authority, ProcedureVersion

PAGE_SIZE = 50
_CENTRES = (Agency.Kind.CENTRE, Agency.Kind.COMMUNE_CENTRE)


def procedure_list(request: HttpRequest) -> HttpResponse:
    """``/thu-tuc/``: search with or without diacritics."""
    q = squeeze(request.GET.get("q", "").replace("\0", ""))[:200]
    found = queries.search(q)
    page = keyset(found.order_by(), order=("name", "id"), cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    count = small_count(found)
    shown = {"q": q, "page": page, "count": (int(count.rstrip("+")), count), "place": province_of(request)}
    return render(request, "public/procedures.html.jinja", shown, using="jinja2")


def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """``/thu-tuc/<mã>/``: what must be made public of a procedure (NĐ 63/2010/NĐ-CP Đ8(2)); ``?on=`` for another day."""
    on = _day(request)
    version = queries.in_full(code, on)
    if version is None:
        raise Http404
    place, today = province_of(request), today_local()
    following = None if on else queries.following(version)
    page = {
        "v": version, "place": place, "competent": _competent(version, place), "fees": fees_of(version, place, on or today),
        "promises": promises_of(version, place, on or today), "following": following, "gap": queries.gap_between(version, following),
        "on": on if on and on != today else None, "known": _known([r["code"] for r in version.related]),
        "aliases": list(version.procedure.aliases.all()),
        "subjects": [SUBJECTS.get(s, s) for s in version.subjects],
        "online": ONLINE.get(version.online_level, ""), "channels": _channels(version),
    }  # fmt: skip
    return render(request, "public/procedure.html.jinja", page, using="jinja2")


def _day(request: HttpRequest) -> date | None:
    """The day asked for; no page for what is no day."""
    raw = request.GET.get("on")
    if raw is None:
        return None
    try:
        return iso_day(raw)
    except ValueError as error:
        raise Http404 from error


def _known(codes: list[str]) -> set[str]:
    """Those of these codes that have a page of their own."""
    return set(queries.effective().filter(procedure__code__in=codes).values_list("procedure__code", flat=True))


def _channels(version: ProcedureVersion) -> list[str]:
    """The ways of filing. Where no centre receives, the counter is that of the agency named below."""
    at_centre = any(a.task == Authority.Task.RECEIVES and a.agency_kind in _CENTRES for a in version.authorities.all())
    words = CHANNELS if at_centre else {**CHANNELS, "counter": ELSEWHERE}
    return [str(words.get(channel, channel)) for channel in version.channels]


def _competent(version: ProcedureVersion, place: Province | None) -> list[tuple[Province, list[Agency]]]:
    """Who decides, province by province; the one whose address this is, alone."""
    found = [(p, list(queries.competent_agencies(version, p.id))) for p in served(place)]
    return [(province, agencies) for province, agencies in found if agencies]
