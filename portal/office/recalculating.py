"""``/can-bo/tinh-lai-han/``: promised dates after a late decree on days off: look first, then decide, then watch."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.models import Agency, User
from calendars.changes import latest_changes
from dossiers import queries
from dossiers.actions.recalculate import control_recalculation, preview_recalculation, start_recalculation
from dossiers.policies import DossierPolicy
from dossiers.recalculation.findings import Findings
from dossiers.recalculation.handlers import APPLY, PREVIEW
from foundation.errors import DomainError, InvalidInput
from foundation.models import Job
from portal.office.access import officials_only
from portal.office.form_faults import show_faults
from portal.office.labels import actors_of
from portal.office.recalculating_form import ChangeForm
from portal.public.errors import page

LATEST = 20
LAYERS = {
    "national": gettext_lazy("cả nước"), "province": gettext_lazy("của tỉnh"), "agency": gettext_lazy("của một đơn vị"),
}  # fmt: skip


def _may(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and DossierPolicy.of_user(request.user).may_recalculate


def _no(request: HttpRequest) -> HttpResponse:
    return page(request, 403, _("Tính lại ngày hẹn trả"), _("Vị trí của bạn không được cho tính lại ngày hẹn trả."))


@officials_only
def recalculations(request: HttpRequest) -> HttpResponse:
    """Choose the days; what was done before stands below."""
    if not _may(request):
        return _no(request)
    user: User = request.user  # type: ignore[assignment]
    form = ChangeForm(request.POST or None, province_id=user.province_id)
    if request.method == "POST" and form.is_valid():
        try:
            actor = Actor.of_user(user)
            work = preview_recalculation(form.change(), citation=form.cleaned_data["citation"], actor=actor)
            return redirect("office:recalculation", job_id=work.id)
        except InvalidInput as refused:
            show_faults(form, refused)
    works = Job.objects.filter(province_id=user.province_id, kind__in=[PREVIEW, APPLY]).order_by("-id")[:LATEST]
    changes = latest_changes(user.province_id) if user.province_id else []
    context = {
        "form": form, "works": works, "apply": APPLY, "changes": changes, "layers": LAYERS,
        "actors": actors_of(change.event for change in changes),
    }  # fmt: skip
    return render(
        request, "office/recalculations.html.jinja", context, status=400 if form.errors else 200, using="jinja2"
    )


@officials_only
def recalculation(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """One work: what it would move or has moved, how far it is, and what may be done about it."""
    if not _may(request):
        return _no(request)
    user: User = request.user  # type: ignore[assignment]
    work = Job.objects.filter(id=job_id, province_id=user.province_id, kind__in=[PREVIEW, APPLY]).first()
    if work is None:
        raise Http404
    if request.method == "POST":
        actor, what = Actor.of_user(user), request.POST.get("action", "")
        try:
            if what == "start":
                return redirect("office:recalculation", job_id=start_recalculation(work.id, actor=actor).id)
            control_recalculation(work.id, what, actor=actor)
        except DomainError as refused:
            return render(
                request, "office/recalculation.html.jinja", _shown(work, refused), status=refused.status, using="jinja2"
            )
        return redirect("office:recalculation", job_id=job_id)
    return render(request, "office/recalculation.html.jinja", _shown(work), using="jinja2")


def _shown(work: Job, error: DomainError | None = None) -> dict[str, object]:
    found, states = Findings.of(work.result), Job.State
    codes = {str(d.id): d for d in queries.in_scope().filter(id__in=[key for key, _old, _new in found.sample])}
    sample = [
        (codes[key], datetime.fromisoformat(old), datetime.fromisoformat(new))
        for key, old, new in found.sample if key in codes
    ]  # fmt: skip
    names = dict(Agency.objects.filter(id__in=list(found.agencies)).values_list("id", "name"))
    agencies = [(str(names.get(UUID(key), key)), count) for key, count in found.agencies.most_common(LATEST)]
    shifts = sorted((int(days), count) for days, count in found.shifts.items())
    chosen = work.parameters.get("agency")
    agency = Agency.objects.filter(id=chosen).first() if chosen else None
    first, last = (datetime.fromisoformat(work.parameters[name]).date() for name in ("first", "last"))
    return {
        "work": work, "found": found, "sample": sample, "shifts": shifts, "error": error, "first": first, "last": last,
        "agencies": agencies, "is_preview": work.kind == PREVIEW,
        "agency": agency, "can_pause": work.is_alive, "can_resume": work.state in (states.PAUSED, states.FAILED),
        "who": User.objects.filter(id=work.started_by).first() if work.started_by else None,
        "follows": Job.objects.filter(province_id=work.province_id, kind=APPLY, parameters__preview=str(work.id)).first(),
    }  # fmt: skip
