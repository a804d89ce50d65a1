"""``/can-bo/ho-so/<id>/buoc/…``: the way of a dossier through its process, and the acts on its steps."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.queries import agencies_of
from dossiers.actions.answer_consultation import answer_consultation, end_consultation
from dossiers.actions.consult import consult
from dossiers.actions.forward import forward
from dossiers.actions.pull_back import pull_back
from dossiers.actions.send_back import send_back
from dossiers.journey import Ending
from dossiers.models import Dossier, DossierStep
from dossiers.policies import DossierPolicy
from dossiers.process import Process
from dossiers.reading import note_read
from dossiers.step_queries import question_of, stays_of
from dossiers.stepping import plan_of, steps_for
from foundation.errors import DomainError, InvalidInput, Stale
from portal.office.access import actor_of, officials_only
from portal.office.conflict import since_version, version_shown
from portal.office.dossier import dossier_page, found
from portal.office.form_faults import show_faults
from portal.office.step_forms import AnswerForm, ConsultForm, SendBackForm


@officials_only
def onward(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Hand it to the next desk; a refusal is shown with the dossier as it is now."""
    if request.method != "POST":
        return redirect("office:dossier", dossier_id=found(dossier_id).id)
    seen = version_shown(request)
    to, who = request.POST.get("to", "")[:40], _key(request.POST.get("assignee", ""))
    return _done(
        request, dossier_id, _("Đã chuyển bước."),
        lambda actor: forward(
            dossier_id, actor=actor, to=to, assignee_id=who, expected_version=seen, note=request.POST.get("note", "").replace("\0", "")[:2000]
        ),
    )  # fmt: skip


@officials_only
def pull(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Take back what was just forwarded."""
    if request.method != "POST":
        return redirect("office:dossier", dossier_id=found(dossier_id).id)
    seen = version_shown(request)
    return _done(
        request, dossier_id, _("Đã thu hồi hồ sơ về bước của bạn."),
        lambda actor: pull_back(dossier_id, actor=actor, expected_version=seen),
    )  # fmt: skip


@officials_only
def back(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Ask why and to which step, then send it back."""
    row = found(dossier_id)
    here = _mine(request, row)
    passed = [
        s for s in stays_of(row.id) if s.state == Ending.DONE and not s.beside_id and s.step.order < here.step.order
    ]
    form = SendBackForm(request.POST or None, passed=passed, initial={"version": row.row_version})
    title = _("Trả lại bước trước")

    def act(actor: Actor) -> object:
        data = form.cleaned_data
        return send_back(
            row.id, actor=actor, reason=data["reason"], to=data["to"], expected_version=version_shown(request)
        )

    return step_form(request, row, form, title, _("Đã trả lại hồ sơ."), act)


@officials_only
def ask(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Whom to ask and what, then ask."""
    row = found(dossier_id)
    here = _mine(request, row)
    agencies = [a for a in agencies_of(row.province_id) if a.id != here.agency_id]
    process = Process.of(plan_of(one) for one in steps_for(row, here.step).values())
    plan = process.find(here.step.code)
    known = next(iter(process.asks(plan)), None) if plan else None
    form = ConsultForm(
        request.POST or None, agencies=agencies, of_process=known, initial={"version": row.row_version}
    )  # fmt: skip

    def act(actor: Actor) -> object:
        data = form.cleaned_data
        asked = known.code if known and data.get("by_process") else ""
        return consult(
            row.id, actor=actor, agency_id=UUID(data["agency"]), question=data["question"], step=asked,
            days=None if asked else data["days"], expected_version=version_shown(request),
        )  # fmt: skip

    return step_form(request, row, form, _("Lấy ý kiến cơ quan khác"), _("Đã gửi câu hỏi."), act, known=known)


@officials_only
def answer(request: HttpRequest, dossier_id: UUID, asked_id: UUID) -> HttpResponse:
    """Say what the asked agency thinks, or take the question back (``rut`` in the body)."""
    row = found(dossier_id)
    asked = next((s for s in stays_of(row.id) if s.id == asked_id and s.beside_id), None)
    if asked is None:
        raise Http404
    if "rut" in request.POST:
        return _done(
            request, row.id, _("Đã rút lại câu hỏi."),
            lambda actor: end_consultation(row.id, asked_id, actor=actor),
        )  # fmt: skip
    policy = DossierPolicy.of_user(request.user)  # type: ignore[arg-type]
    if not policy.may_step(asked, row):
        raise Http404
    form = AnswerForm(request.POST or None)

    def act(actor: Actor) -> object:
        data = form.cleaned_data
        return answer_consultation(row.id, asked_id, actor=actor, answer=data["answer"], opinion=data["opinion"])

    about: dict[str, Any] = {"said": question_of(asked), "asked": asked}
    return step_form(request, row, form, _("Trả lời lấy ý kiến"), _("Đã ghi ý kiến."), act, **about)


def _mine(request: HttpRequest, row: Dossier) -> DossierStep:
    """The step at hand; no page for whom it is not."""
    here = next((s for s in stays_of(row.id) if s.is_open and not s.beside_id), None)
    policy = DossierPolicy.of_user(request.user)  # type: ignore[arg-type]
    if here is None or not policy.may_step(here, row):
        raise Http404
    return here


def step_form(
    request: HttpRequest, row: Dossier, form: Form, title: str, done: str,
    act: Callable[[Actor], object], *, template: str = "office/step.html.jinja", **more: object,
) -> HttpResponse:  # fmt: skip
    """A page with a form; done when it is valid and the house agrees. ``act`` may answer with where to go then."""
    error: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            went = act(actor_of(request))
        except InvalidInput as fault:
            show_faults(form, fault)
        except Stale as stale:
            error = stale
        except DomainError as refused:
            return dossier_page(request, row.id, refused, seen=version_shown(request))
        else:
            messages.success(request, done)
            return went if isinstance(went, HttpResponse) else redirect("office:dossier", dossier_id=row.id)
    note_read([row], actor=actor_of(request), way="page")
    context = {
        "d": row, "form": form, "title": title, "error": error,
        "meanwhile": since_version(row, version_shown(request)) if error else [], **more,
    }  # fmt: skip
    status = error.status if error else 400 if form.errors else 200
    return render(request, template, context, status=status, using="jinja2")


def _done(request: HttpRequest, dossier_id: UUID, said: str, act: Callable[[Actor], object]) -> HttpResponse:
    found(dossier_id)
    try:
        act(actor_of(request))
    except DomainError as error:
        return dossier_page(request, dossier_id, error, seen=version_shown(request))
    messages.success(request, said)
    return redirect("office:dossier", dossier_id=dossier_id)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
