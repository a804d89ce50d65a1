"""``/can-bo/ho-so/<id>/phieu/…``: the forms of a dossier, issued by a press of a button, kept, voided."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from documents.forms.catalogue import PaperKind
from documents.forms.editions import form_on
from documents.models import IssuedPaper
from documents.queries import papers_of
from documents.serving import as_attachment
from dossiers.actions.issue_form import issue_form
from dossiers.actions.void_form import void_form
from dossiers.forms.gathering import facts_of, occasion_of
from dossiers.forms.typed import suggested
from dossiers.models import Dossier, Party
from dossiers.paper_policies import PaperPolicy
from dossiers.policies import DossierPolicy
from dossiers.reading import note_read
from events.queries import of_subject
from foundation.errors import Conflict, DomainError, InvalidInput, NotPermitted
from foundation.local_time import today_local
from portal.office.access import actor_of, officials_only
from portal.office.conflict import version_shown
from portal.office.dossier import dossier_page, found
from portal.office.form_faults import show_faults
from portal.office.form_inputs import IssueForm, VoidForm


@officials_only
def new_form(request: HttpRequest, dossier_id: UUID, kind: str) -> HttpResponse:
    """What the official adds to a form, filled in with what the dossier knows; then it is issued."""
    form_kind = _kind(kind)
    row = found(dossier_id)
    if request.method == "POST":
        return _issue(request, row, form_kind)
    return _page(request, row, form_kind, None)


def _issue(request: HttpRequest, row: Dossier, kind: PaperKind) -> HttpResponse:
    form = IssueForm(request.POST, kind=kind, without=_needless(row))
    if form.is_valid():
        try:
            paper = issue_form(
                row.id, kind, actor=actor_of(request), typed=form.typed(), expected_version=version_shown(request)
            )
        except InvalidInput as error:
            show_faults(form, error)
        except DomainError as error:
            return dossier_page(request, row.id, error, seen=version_shown(request), typed=form.lost())
        else:
            messages.success(request, _("Đã phát hành phiếu số %(number)s.") % {"number": paper.number})
            return redirect("office:dossier", dossier_id=row.id)
    return _page(request, row, kind, form)


def _page(request: HttpRequest, row: Dossier, kind: PaperKind, form: IssueForm | None) -> HttpResponse:
    record = list(of_subject("dossier", row.id))
    policy = PaperPolicy.of_user(request.user)  # type: ignore[arg-type]
    post = policy.post_to_issue(kind, row, record)
    if post is None or kind not in policy.issuable(row, record, list(papers_of("dossier", row.id))):
        return dossier_page(request, row.id, _not_now())
    note_read([row], actor=actor_of(request), way="page")
    if form is None:
        facts = facts_of(row, occasion_of(kind, record), post)
        form = IssueForm(
            kind=kind, without=_needless(row), initial={"version": row.row_version, **suggested(kind, facts)}
        )
    context = {"d": row, "form": form, "paper": form_on(kind, today_local()), "kind": kind.value}
    status = 400 if form.errors else 200
    return render(request, "office/issue.html.jinja", context, status=status, using="jinja2")


@officials_only
def paper_file(request: HttpRequest, dossier_id: UUID, paper_id: UUID) -> FileResponse:
    """The paper as it was issued, to be saved and printed."""
    row, paper = _paper(dossier_id, paper_id)
    policy = DossierPolicy.of_user(request.user)  # type: ignore[arg-type]
    if not policy.sees_people:
        raise NotPermitted("not_permitted", _("Phiếu có thông tin cá nhân, vị trí của bạn không xem được."))
    try:
        answer = as_attachment(paper.file)
    except FileNotFoundError as error:
        raise Http404 from error
    note_read([row], actor=policy.actor, way="file")
    return answer


@officials_only
def void_paper(request: HttpRequest, dossier_id: UUID, paper_id: UUID) -> HttpResponse:
    """Why a paper is void; then the way to the one that stands in its place."""
    row, paper = _paper(dossier_id, paper_id)
    if paper.is_voided or not PaperPolicy.of_user(request.user).may_void(paper):  # type: ignore[arg-type]
        return dossier_page(request, dossier_id, _not_now())
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            void_form(row.id, paper.id, actor=actor_of(request), reason=form.cleaned_data["reason"])
        except InvalidInput as error:
            show_faults(form, error)
        except DomainError as error:
            return dossier_page(request, dossier_id, error)
        else:
            messages.success(
                request, _("Đã hủy phiếu số %(number)s. Có thể lập phiếu thay.") % {"number": paper.number}
            )
            return redirect("office:dossier", dossier_id=dossier_id)
    context = {"d": row, "paper": paper, "form": form}
    status = 400 if form.errors else 200
    return render(request, "office/void.html.jinja", context, status=status, using="jinja2")


def _needless(row: Dossier) -> tuple[str, ...]:
    """Nobody acts for the owner: then there is no paper by which they do."""
    acts = any(party.role == Party.Role.REPRESENTATIVE for party in row.parties.all())
    return () if acts else ("authority",)


def _paper(dossier_id: UUID, paper_id: UUID) -> tuple[Dossier, IssuedPaper]:
    row = found(dossier_id)
    paper = papers_of("dossier", row.id).filter(id=paper_id).first()
    if paper is None:
        raise Http404
    return row, paper


def _kind(name: str) -> PaperKind:
    try:
        return PaperKind(name)
    except ValueError as error:
        raise Http404 from error


def _not_now() -> DomainError:
    return Conflict("wrong_state", _("Phiếu này không lập hay hủy được lúc này, hoặc không thuộc vị trí của bạn."))
