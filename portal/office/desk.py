"""``/can-bo/``: my work by urgency, or one list of it."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.policies import Grants
from accounts.roles import Role
from documents.policies import sees_editions
from dossiers import queries
from dossiers.actions.change_account import KEEPERS as ACCOUNT_KEEPERS
from dossiers.actions.close_shift import CASHIERS
from dossiers.apologies import asked_for
from dossiers.models import Dossier
from dossiers.models.dossier import STATUS_NAMES
from dossiers.money_desks import ROLES as MONEY_KEEPERS
from dossiers.paper_policies import keeps_books
from dossiers.policies import RECALCULATORS
from dossiers.reading import note_read
from dossiers.reception import replies_due
from dossiers.shifts import OVERSEERS
from dossiers.states import OPEN, Status
from dossiers.step_queries import steps_at, waiting_at
from events.queries import untold
from foundation.local_time import now, today_local
from foundation.paging import keyset, small_count
from portal.office.access import actor_of, officials_only
from portal.office.filters import Filters
from procedures.lapsing import Lapse, lapses
from procedures.omissions import Omission, omissions
from procedures.policies import is_told_of_lapses
from procedures.queries import effective
from zalo.queries import open_alarms

FIRST_LINES = 8
PAGE_SIZE = 50
CHOICES = 200
_COUNTER = {Role.RECEPTIONIST, Role.RETURNER, Role.GUIDE, Role.CASHIER}


@dataclass(frozen=True)
class Shown:
    """One group of the desk as drawn."""

    name: str
    title: str
    count: str
    rows: list[Dossier]

    @property
    def more(self) -> bool:
        return self.count != str(len(self.rows))


def titles() -> dict[str, str]:
    return {
        "to_accept": _("Chờ tiếp nhận"), "overdue": _("Quá hạn"), "today": _("Hạn hôm nay"), "three_days": _("Trong ba ngày"), "later": _("Sau đó"),
        "apology": _("Cần xin lỗi, hẹn lại"), "my_step": _("Đến bước của tôi"), "unassigned": _("Chưa phân công"),
        "waiting": _("Chờ người khác"), "to_return": _("Chờ trả kết quả"),
    }  # fmt: skip


def views() -> dict[str, str]:
    return {"mine": _("Việc của tôi"), "counter": _("Tại quầy"), "unit": _("Của đơn vị")}


def also(grants: Grants) -> list[tuple[str, str]]:
    """Pages beside the dossiers that this official works with: name of the address, title."""
    found = []
    if grants.roles & CASHIERS:
        found.append(("office:shift", _("Chốt ca thu tiền")))
    if grants.roles & OVERSEERS:
        found.append(("office:shifts", _("Sổ chốt ca")))
    if grants.roles & MONEY_KEEPERS:
        found.append(("office:transfers", _("Tiền chuyển khoản")))
    if grants.roles & ACCOUNT_KEEPERS:
        found.append(("office:bank-accounts", _("Tài khoản thu phí")))
    if grants.roles & RECALCULATORS:
        found.append(("office:recalculations", _("Tính lại ngày hẹn trả")))
    if keeps_books(grants):
        found.append(("office:register", _("Sổ theo dõi hồ sơ")))
    if sees_editions(grants):
        found.append(("office:form-editions", _("Mẫu phiếu")))
    return found


@officials_only
def desk(request: HttpRequest) -> HttpResponse:
    """The desk by groups; with ``nhom``, ``tinh-trang`` or ``q`` one list, a page at a time."""
    grants = Grants.of(request.user)  # type: ignore[arg-type]
    asked = Filters.of(request, _usual(grants))
    rows = asked.narrow(_rows(asked.view, grants))
    context = {
        "f": asked, "views": views(), "now": now(), "alarms": list(open_alarms()[:5]),
        "untold": untold(request.user.province_id),  # type: ignore[union-attr]
        "lapses": _lapses(request, grants), "omissions": _omissions(request, grants),
        "procedures": list(effective()[:CHOICES]),
        "statuses": [(s.value, STATUS_NAMES[s]) for s in Status if s in OPEN],
    }  # fmt: skip
    if asked.flat:
        return _list(request, asked, context, rows, grants)
    groups = _groups(asked, rows, grants)
    shown = [Shown(g.name, titles()[g.name], small_count(g.rows), list(g.rows[:FIRST_LINES])) for g in groups]
    note_read((d for g in shown for d in g.rows), actor=actor_of(request), way="list")
    steps = steps_at([d.id for g in shown for d in g.rows])
    context |= {
        "groups": [g for g in shown if g.rows],
        "title": views()[asked.view],
        "steps": steps,
        "also": also(grants),
    }
    context["replies"] = replies_due(d for g in shown for d in g.rows)
    return render(request, "office/desk.html.jinja", context, using="jinja2")


def _list(
    request: HttpRequest, asked: Filters, context: dict[str, object], rows: QuerySet[Dossier], grants: Grants
) -> HttpResponse:
    if asked.q:
        rows = asked.narrow(queries.search(queries.in_scope(), asked.q))
        title = _("Tìm «%(q)s»") % {"q": asked.q}
    else:
        title = views()[asked.view]
    if asked.group:
        rows = {g.name: g.rows for g in _groups(asked, rows, grants)}.get(asked.group, rows.none())
        title = f"{title}: {titles()[asked.group]}"
    found = keyset(rows, order=queries.DESK_ORDER, cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    note_read(found.items, actor=actor_of(request), way="list")
    context |= {
        "title": title,
        "page": found,
        "count": small_count(rows),
        "steps": steps_at([d.id for d in found.items]),
        "replies": replies_due(found.items),
    }
    return render(request, "office/list.html.jinja", context, using="jinja2")


def _groups(asked: Filters, rows: QuerySet[Dossier], grants: Grants) -> list[queries.Group]:
    """By urgency; on one's own desk also what has come to a step of one's posts, and what one's units have in hand and
    nobody works on."""
    groups = queries.by_urgency(rows)
    if asked.view == "mine":
        own = [post.agency_id for post in grants.positions]
        nobodys = asked.narrow(queries.unassigned(own, among=rows if asked.q else None))
        groups.insert([g.name for g in groups].index("waiting"), queries.Group("unassigned", nobodys))
        waiting = asked.narrow(waiting_at(grants.positions, grants.work_of))
        groups.insert(0, queries.Group("my_step", rows & waiting if asked.q else waiting))
        heads = [post.agency_id for post in grants.positions if post.role in (Role.SIGNER, Role.UNIT_HEAD)]
        if heads:
            mine = rows if asked.q else queries.in_scope()
            groups.insert(0, queries.Group("apology", asked.narrow(asked_for(mine.filter(agency_id__in=heads)))))
    return groups


def _lapses(request: HttpRequest, grants: Grants) -> list[Lapse]:
    """The province's own processes that a new version of their procedure ends, for those who see to it."""
    province = request.user.province_id  # type: ignore[union-attr]
    return lapses(province, today_local())[:FIRST_LINES] if province and is_told_of_lapses(grants) else []


def _omissions(request: HttpRequest, grants: Grants) -> list[Omission]:
    """The province's promises and fees that a new version leaves out, for the same."""
    province = request.user.province  # type: ignore[union-attr]
    return omissions([province], today_local())[:FIRST_LINES] if province and is_told_of_lapses(grants) else []


def _usual(grants: Grants) -> str:
    if Role.CASE_OFFICER in grants.roles:
        return "mine"
    return "counter" if grants.roles & _COUNTER else "unit"


def _rows(which: str, grants: Grants) -> QuerySet[Dossier]:
    agencies = [p.agency_id for p in grants.positions]
    if which == "mine":
        return queries.assigned_to(grants.work_of)
    if which == "counter":
        return queries.at_counters(agencies)
    return queries.in_scope()
