from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Agency, Province
from foundation.local_time import today_local
from foundation.paging import keyset, small_count
from foundation.vietnamese_text import squeeze
from portal.public.place import province_of, served
from portal.public.words import CHANNELS, COLLECTED, SUBJECTS
from procedures import queries
from procedures.models import FeeRow, ProcedureVersion

PAGE_SIZE = 50


@dataclass(frozen=True)
class FeeShown:
    """A fee with the name of the territory where it is asked for (empty for the whole country), and when."""

    row: FeeRow
    where: str
    former: bool
    when: str

    @property
    def territory(self) -> tuple[str, bool]:
        return self.where, self.former


def procedure_list(request: HttpRequest) -> HttpResponse:
    """``/thu-tuc/``: search with or without diacritics."""
    q = squeeze(request.GET.get("q", "").replace("\0", ""))[:200]
    found = queries.search(q)
    page = keyset(found.order_by(), order=("name", "id"), cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    count = small_count(found)
    shown = {"q": q, "page": page, "count": (int(count.rstrip("+")), count), "place": province_of(request)}
    return render(request, "public/procedures.html.jinja", shown, using="jinja2")


def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """``/thu-tuc/<mã>/``: what must be made public of a procedure (NĐ 63/2010/NĐ-CP Đ8(2))."""
    version = queries.in_full(code)
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
    today = today_local()
    rows = [f for f in version.fees.all() if _in_force(f, today)]
    codes = {row.territory for row in rows if row.territory}
    places = {(p.code, p.valid_to is not None): p for p in Province.objects.filter(code__in=codes)}
    shown = []
    for row in rows:
        where = places.get((row.territory, row.former_territory)) or places.get((row.territory, True))
        if place and row.territory and not (where and place.id in (where.id, where.merged_into_id)):
            continue
        former = where is not None and where.valid_to is not None
        shown.append(FeeShown(row, where.name if where else row.territory, former, _when(row)))
    return shown


def _in_force(fee: FeeRow, today: date) -> bool:
    return (fee.effective_from or today) <= today <= (fee.effective_to or today)


def _when(fee: FeeRow) -> str:
    """By which way of filing, and when it is paid, in words."""
    told = [str(CHANNELS[fee.channel])] if fee.channel in CHANNELS else []
    if fee.amount != 0 and fee.collected in COLLECTED:
        told.append(str(COLLECTED[fee.collected]))
    return "; ".join(told)
