"""``/can-bo/``: my work by urgency."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.policies import Grants
from accounts.roles import Role
from dossiers import queries
from dossiers.models import Dossier
from foundation.local_time import now
from foundation.paging import Page, keyset, small_count
from portal.office.access import officials_only
from zalo.queries import open_alarms

FIRST_LINES = 8
PAGE_SIZE = 50
_COUNTER = {Role.RECEPTIONIST, Role.RETURNER, Role.GUIDE, Role.CASHIER}


@dataclass(frozen=True)
class Shown:
    """One group of the desk as drawn."""

    name: str
    title: str
    count: str
    rows: list[Dossier]


def titles() -> dict[str, str]:
    return {
        "overdue": _("Quá hạn"), "today": _("Hạn hôm nay"), "three_days": _("Trong ba ngày"), "later": _("Sau đó"),
        "waiting": _("Chờ người khác"), "to_return": _("Chờ trả kết quả"),
    }  # fmt: skip


def views() -> dict[str, str]:
    return {"mine": _("Việc của tôi"), "counter": _("Tại quầy"), "unit": _("Của đơn vị")}


@officials_only
def desk(request: HttpRequest) -> HttpResponse:
    """The desk, or with ``?nhom=`` one group in full; ``?xem=`` and ``?q=`` are in the address."""
    grants = Grants.of(request.user)  # type: ignore[arg-type]
    which = request.GET.get("xem") or _usual(grants)
    if which not in views():
        which = "mine"
    q = request.GET.get("q", "").strip()[:200]
    rows = _rows(which, grants)
    context = {
        "which": which, "views": views(), "q": q, "now": now(), "alarms": list(open_alarms()[:5]),
        "base": f"?xem={which}&",
    }  # fmt: skip
    if q:
        found = keyset(
            queries.search(queries.in_scope(), q),
            order=("due_sort", "id"),
            cursor=request.GET.get("cursor"),
            size=PAGE_SIZE,
        )
        return _list(request, context, _("Tìm «%(q)s»") % {"q": q}, found)
    groups = {g.name: g for g in queries.by_urgency(rows)}
    wanted = groups.get(request.GET.get("nhom", ""))
    if wanted is not None:
        found = keyset(wanted.rows, order=("due_sort", "id"), cursor=request.GET.get("cursor"), size=PAGE_SIZE)
        context["base"] = f"?xem={which}&nhom={wanted.name}&"
        return _list(request, context, titles()[wanted.name], found)
    shown = [Shown(g.name, titles()[g.name], small_count(g.rows), list(g.rows[:FIRST_LINES])) for g in groups.values()]
    return render(
        request,
        "office/desk.html.jinja",
        {**context, "groups": shown, "total": sum(len(g.rows) for g in shown)},
        using="jinja2",
    )


def _list(request: HttpRequest, context: dict[str, object], title: str, found: Page[Dossier]) -> HttpResponse:
    return render(request, "office/list.html.jinja", {**context, "title": title, "page": found}, using="jinja2")


def _usual(grants: Grants) -> str:
    if Role.CASE_OFFICER in grants.roles:
        return "mine"
    return "counter" if grants.roles & _COUNTER else "unit"


def _rows(which: str, grants: Grants) -> QuerySet[Dossier]:
    agencies = [p.agency_id for p in grants.positions]
    if which == "mine":
        return queries.assigned_to(grants.user_id)
    if which == "counter":
        return queries.at_counters(agencies)
    return queries.in_scope()
