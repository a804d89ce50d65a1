"""``/can-bo/thu-tuc/<mã>/quy-trinh/``: the province's own process for a procedure: drafted, checked, drawn, published."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.policies import Grants
from foundation.errors import DomainError, InvalidInput
from foundation.local_time import today_local
from portal.office.access import actor_of, officials_only
from portal.office.procedures import drawing_of
from portal.office.process_forms import PublishForm, StepLines, initials
from procedures import queries
from procedures.actions.draft_process import draft_process, drop_draft, save_draft
from procedures.actions.publish_process import publish_process
from procedures.actions.withdraw_process import withdraw_process
from procedures.drafting import faults_in
from procedures.importing.rows import step_rows
from procedures.lapsing import lapses
from procedures.models import OwnProcess, ProcedureVersion
from procedures.policies import may_edit
from procedures.processes import drafted_for, followed_by, is_replaced, own_process_on, own_processes, published
from procedures.versions import in_force, is_over


@officials_only
def processes(request: HttpRequest, code: str) -> HttpResponse:
    """What the province published for this procedure, and which of it a new version ends; who controls procedures begins
    a draft here (``tu=cu``: from the process that the new version ends), and takes back what has not begun (``rut``)."""
    version = _version(request, code)
    grants, province = Grants.of(request.user), request.user.province_id  # type: ignore[arg-type,union-attr]
    if province is None:
        raise Http404
    if request.method == "POST":
        try:
            if "rut" in request.POST:
                return _withdrawn(request, version, grants)
            draft = draft_process(
                version, actor=actor_of(request), grants=grants, renewing=request.POST.get("tu") == "cu"
            )  # fmt: skip
        except DomainError as error:
            return _list(request, version, error)
        return redirect("office:process", process_id=draft.id)
    return _list(request, version)


def _withdrawn(request: HttpRequest, version: ProcedureVersion, grants: Grants) -> HttpResponse:
    try:
        chosen = UUID(request.POST["rut"])
    except ValueError as error:
        raise Http404 from error
    withdraw_process(chosen, actor=actor_of(request), grants=grants)
    messages.success(request, _("Đã rút quy trình; không hồ sơ nào đi theo quy trình này."))
    address = reverse("office:processes", args=[version.procedure.code])
    return redirect(f"{address}?phien-ban={version.version}")


def _list(request: HttpRequest, version: ProcedureVersion, error: DomainError | None = None) -> HttpResponse:
    grants, province = Grants.of(request.user), request.user.province_id  # type: ignore[arg-type,union-attr]
    assert province is not None
    mine, today = own_processes(version, province), today_local()
    begins = max(today, version.effective_from)
    own = own_process_on(version, province, begins)
    made, told = list(published(province, version.procedure_id)), lapses(province, today, version.procedure_id)
    edits = may_edit(grants) and version.settled_by == ProcedureVersion.SettledBy.PROVINCE
    context = {
        "v": version, "mine": mine, "own": own, "drawing": drawing_of(list(own.steps.all()), version) if own else None,
        "may_edit": edits, "today": today, "may_draft": edits and (not is_over(version, today) or drafted_for(version, province)),
        "drafted": {t.version.id for t in told if drafted_for(t.version, province)},
        "follows": followed_by(own) if own else None, "replaced": {p.id for p in made if is_replaced(p, made)},
        "begins": begins, "lapses": told, "ended": {t.own.id: t.begins - timedelta(days=1) for t in told if t.ends}, "error": error,
    }  # fmt: skip
    return render(
        request, "office/processes.html.jinja", context, status=error.status if error else 200, using="jinja2"
    )  # fmt: skip


@officials_only
def process(request: HttpRequest, process_id: UUID) -> HttpResponse:
    """Edit a draft: ``luu`` keeps it, ``cong_bo`` publishes it, ``bo`` throws it away; each only as it was shown (``seen``),
    also after a form was sent back with faults."""
    grants = Grants.of(request.user)  # type: ignore[arg-type]
    rows = OwnProcess.objects.select_related("version__procedure")
    draft = rows.filter(id=process_id, published_at=None).first()
    if draft is None or not may_edit(grants):
        raise Http404
    typed = request.POST.get("seen", "")
    seen = draft.row_version
    if request.method == "POST":
        seen = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
    lines: Any = StepLines(request.POST or None, initial=initials(draft.draft), prefix="b")
    publish = PublishForm(request.POST if "cong_bo" in request.POST else None)
    error: DomainError | None = None
    if request.method == "POST":
        try:
            if "bo" in request.POST:
                drop_draft(process_id, seen=seen, actor=actor_of(request), grants=grants)
                messages.success(request, _("Đã bỏ bản nháp."))
                return redirect("office:processes", code=draft.version.procedure.code)
            if lines.is_valid():
                saved = save_draft(draft.id, lines.written(), seen=seen, actor=actor_of(request), grants=grants)
                draft.draft, seen = saved.draft, saved.row_version
                if done := _done(request, draft, publish, seen, grants):
                    return done
        except DomainError as refused:
            error = refused
    return _editor(request, draft, lines, publish, error, seen=seen)


def _done(
    request: HttpRequest, draft: OwnProcess, publish: PublishForm, seen: int, grants: Grants
) -> HttpResponse | None:
    """What was saved, published if that was asked for; None where that form has faults."""
    if "cong_bo" not in request.POST:
        messages.success(request, _("Đã lưu bản nháp."))
        return redirect("office:process", process_id=draft.id)
    if not publish.is_valid():
        return None
    publish_process(
        draft.id, actor=actor_of(request), grants=grants, begins=publish.cleaned_data["begins"],
        citation=publish.cleaned_data["citation"], seen=seen, decided=publish.cleaned_data["decided"],
    )  # fmt: skip
    messages.success(request, _("Đã công bố quy trình của tỉnh."))
    address = reverse("office:processes", args=[draft.version.procedure.code])
    return redirect(f"{address}?phien-ban={draft.version.version}")


def _editor(
    request: HttpRequest, draft: OwnProcess, lines: Any, publish: PublishForm, error: DomainError | None, *, seen: int
) -> HttpResponse:
    found = faults_in(draft.draft, draft.version, draft.province_id)
    if isinstance(error, InvalidInput):
        for fault in error.errors:
            if fault.field in publish.fields:
                publish.add_error(fault.field, str(fault.message))
    context = {
        "p": draft, "seen": seen, "v": draft.version, "lines": lines, "publish": publish, "error": error,
        "gap_from": _gap_from(draft),
        "faults": [(_where(draft, place), message) for place, message in found],
        "drawing": drawing_of(step_rows(draft.draft), draft.version) if draft.draft and not found else None,
    }  # fmt: skip
    wrong = (request.method == "POST" and not lines.is_valid()) or bool(publish.errors)
    status = error.status if error else 400 if wrong else 200
    return render(request, "office/process.html.jinja", context, status=status, using="jinja2")


def _gap_from(draft: OwnProcess) -> date | None:
    """The first day of a version to come on which the province's process does not carry on."""
    first = draft.version.effective_from
    waits = first > today_local() and own_process_on(draft.version, draft.province_id, first) is None
    return first if waits else None


def _where(draft: OwnProcess, place: tuple[str | int, ...]) -> str:
    """The step that a fault is about, by name."""
    index = next((part for part in place if isinstance(part, int)), None)
    if index is None or index >= len(draft.draft):
        return _("Quy trình")
    return str(draft.draft[index].get("name") or draft.draft[index].get("code") or index + 1)


def _version(request: HttpRequest, code: str) -> ProcedureVersion:
    versions = list(queries.versions_of(code))
    if not versions:
        raise Http404
    asked = request.GET.get("phien-ban", "")
    chosen = next((v for v in versions if str(v.version) == asked), None)
    return chosen or in_force(versions, today_local())
