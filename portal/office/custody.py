"""``/can-bo/ban-giao/``: paper dossiers handed from agency to agency on slips that both sides sign."""

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import Agency
from accounts.policies import Grants
from dossiers import custody_queries as queries
from dossiers.actions.give_papers import give_papers
from dossiers.actions.receive_papers import receive_papers
from dossiers.policies import NO_PAPERS, DossierPolicy
from dossiers.reading import note_read
from foundation.errors import DomainError, InvalidInput
from foundation.local_time import now
from foundation.paging import keyset
from portal.office.access import actor_of, officials_only

PAGE_SIZE = 30


@officials_only
def papers(request: HttpRequest) -> HttpResponse:
    """What has to be handed on from each of my agencies, what waits for my signature, what was handed over."""
    error: DomainError | None = None
    if request.method == "POST":
        try:
            made = give_papers(
                _keys(request.POST.getlist("dossier")), actor=actor_of(request), from_agency_id=_key(request, "from"),
                to_agency_id=_key(request, "to"), note=request.POST.get("note", "")[:400],
            )  # fmt: skip
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("Đã lập phiếu bàn giao số %(slip)s; chờ bên nhận ký.") % {"slip": made})
            return redirect("office:slip", slip_id=made.id)
    mine = _agencies(request)
    page = keyset(
        queries.given([a.id for a in mine]).order_by(), order=("given_at", "id"), cursor=request.GET.get("cursor"),
        size=PAGE_SIZE, descending=True,
    )  # fmt: skip
    batches = [batch for agency in mine for batch in _batches(agency)]
    note_read((line.dossier for _from, _to, lines in batches for line in lines), actor=actor_of(request), way="list")
    context = {
        "batches": batches, "waiting": queries.to_receive([a.id for a in mine]),
        "page": page, "now": now(), "error": error,
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "office/papers.html.jinja", context, status=status, using="jinja2")


@officials_only
def slip(request: HttpRequest, slip_id: UUID) -> HttpResponse:
    """One slip, to be printed; who receives it signs here."""
    error: DomainError | None = None
    found = queries.slip(slip_id)
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            receive_papers(slip_id, actor=actor_of(request), missing=_keys(request.POST.getlist("missing")))
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("Đã ký nhận."))
            return redirect("office:slip", slip_id=slip_id)
    note_read((line.dossier for line in found.lines), actor=actor_of(request), way="list")  # type: ignore[attr-defined]
    policy = DossierPolicy.of_user(request.user)  # type: ignore[arg-type]
    may_sign = found.received_at is None and policy.stands_at(found.to_agency_id)
    context = {"slip": found, "may_sign": may_sign, "error": error}
    return render(
        request, "office/slip.html.jinja", context, status=error.status if error else 200, using="jinja2"
    )  # fmt: skip


def _agencies(request: HttpRequest) -> list[Agency]:
    """Those whose papers this official may hold in hands."""
    posts = Grants.of(request.user).positions  # type: ignore[arg-type]
    found = {post.agency_id: post.agency for post in posts if post.role not in NO_PAPERS}
    return sorted(found.values(), key=lambda agency: agency.code)


def _batches(agency: Agency) -> list[tuple[Agency, Agency, list[queries.ToGive]]]:
    rows = queries.to_give(agency.id)
    return [(agency, to, list(lines)) for to, lines in groupby(rows, key=lambda line: line.to)]


def _key(request: HttpRequest, name: str) -> UUID:
    found = _keys([request.POST.get(name, "")])
    if not found:
        raise InvalidInput.on(name, "required", _("Hãy chọn bên giao và bên nhận."))
    return found[0]


def _keys(texts: Iterable[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
