"""``/can-bo/ho-so/<id>/<việc>/``: one act, with the message that it sends."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from documents.forms.catalogue import PaperKind
from dossiers.actions.assess_charges import fees_of
from dossiers.actions.issue_form import issue_form
from dossiers.collecting import to_collect
from dossiers.models import Dossier
from dossiers.money import balance_of
from dossiers.paper_policies import PaperPolicy
from dossiers.policies import DossierPolicy
from dossiers.reading import note_read
from dossiers.states import Action
from events.queries import of_subject
from foundation.errors import Conflict, DomainError, InvalidInput, Stale
from notifications.preview import Letter
from portal.api.transitions import perform
from portal.office.access import actor_of, officials_only
from portal.office.act_form import ActForm
from portal.office.conflict import since_version, version_shown
from portal.office.dossier import dossier_page, found
from portal.office.form_faults import show_faults
from portal.office.labels import ACT_NAMES, DONE, GRAVE, ONE_CLICK
from portal.office.rehearsal import plain, rehearse


@officials_only
def act(request: HttpRequest, dossier_id: UUID, name: str) -> HttpResponse:
    """Ask for what the act needs, then do it; a refusal is shown with the dossier as it is now, and what was typed.

    ``xem_truoc`` in the body asks for the message only; nothing is done then.
    """
    try:
        action = Action(name)
    except ValueError as error:
        raise Http404 from error
    row = found(dossier_id)
    seen = version_shown(request)
    if action not in DossierPolicy.of_user(request.user).actions(row):  # type: ignore[arg-type]
        return dossier_page(request, dossier_id, _not_now(), seen=seen, typed=_typed(request))
    form = ActForm(request.POST or None, action=action, dossier=row, initial={"version": row.row_version})
    if request.method != "POST" or "xem_truoc" in request.POST:
        return _form_page(request, row, form)
    if form.is_valid():
        try:
            perform(dossier_id, form.members(), actor=actor_of(request), version=seen)
        except InvalidInput as error:
            show_faults(form, error)
        except Stale as error:
            return _stale(request, row, action, error)
        except DomainError as error:
            return dossier_page(request, dossier_id, error, seen=seen, typed=_typed(request))
        else:
            messages.success(request, str(DONE[action]))
            if action is Action.EXTEND:
                _with_letter(request, dossier_id)
            return redirect("office:dossier", dossier_id=dossier_id)
    return _form_page(request, row, form)


def _with_letter(request: HttpRequest, dossier_id: UUID) -> None:
    """The letter of apology goes with the new date, signed by the head who gave it (mẫu 04); where it cannot be made now,
    the dossier's page still offers it."""
    actor, row = actor_of(request), found(dossier_id)
    if PaperPolicy.of(actor).post_to_issue(PaperKind.APOLOGY, row, list(of_subject("dossier", row.id))) is None:
        return
    try:
        with transaction.atomic():
            paper = issue_form(dossier_id, PaperKind.APOLOGY, actor=actor, typed={})
    except DomainError as error:
        messages.warning(request, _("Chưa lập được phiếu xin lỗi: %(why)s") % {"why": error.message})
    else:
        messages.success(request, _("Đã lập phiếu xin lỗi số %(number)s.") % {"number": paper.number})


def _stale(request: HttpRequest, row: Dossier, action: Action, error: Stale) -> HttpResponse:
    """Somebody was quicker, yet the act is still possible: its form again as typed, with what happened in between."""
    if action in ONE_CLICK and not request.POST.get("note"):
        return dossier_page(request, row.id, error, seen=version_shown(request))
    again = request.POST.copy()
    again["version"] = str(row.row_version)
    form = ActForm(again, action=action, dossier=row)
    return _form_page(request, row, form, error=error)


def _form_page(request: HttpRequest, row: Dossier, form: ActForm, *, error: Stale | None = None) -> HttpResponse:
    note_read([row], actor=actor_of(request), way="page")
    letters, refusal = _preview(request, row, form)
    context = {
        "d": row, "form": form, "title": ACT_NAMES[form.action], "action": form.action, "error": error,
        "meanwhile": since_version(row, version_shown(request)) if error else [], "letters": letters, "refusal": refusal,
        "grave": form.action in GRAVE, "caution": _caution(row, form.action),
        "to_collect": to_collect(row, balance_of(row.id)) if form.action is Action.RETURN_RESULT else None,
    }  # fmt: skip
    asked = "xem_truoc" in request.POST
    status = error.status if error else 400 if form.errors and not asked else 200
    return render(request, "office/act.html.jinja", context, status=status, using="jinja2")


def _caution(row: Dossier, action: Action) -> str:
    """What an officer should know before asking for money: taxes and land-use fees are not among our fees, so it is not refused."""
    if action is not Action.REQUEST_PAYMENT:
        return ""
    balance = balance_of(row.id)
    if balance.settled:
        return _(
            "Phí, lệ phí đã xác định của hồ sơ đã nộp đủ. Chỉ yêu cầu khi còn nghĩa vụ khác (thuế, tiền sử dụng đất)."
        )
    if not balance.charges and fees_of(row):
        return _("Chưa xác định phí, lệ phí nên công dân chưa thấy số tiền và mã chuyển khoản; hãy xác định trước.")
    return ""


def _preview(request: HttpRequest, row: Dossier, form: ActForm) -> tuple[list[Letter], DomainError | None]:
    """What would be sent with what is typed so far; an example's words stand for what is not typed yet."""
    data = plain(form.action)
    if form.is_bound and form.is_valid():
        data = form.members()
    if "reason" in form.fields and not data["reason"].strip():
        data["reason"] = _("(lý do bạn ghi)")
    if "outcome" in form.fields and not data["outcome"]:
        data["outcome"] = Dossier.Outcome.GRANTED.value
    if "override" in form.fields:
        data["override"] = True
    if "due_at" in form.fields and data["due_at"] is None:
        return [], None
    answer = rehearse(row, data, actor=actor_of(request))
    return ([], answer) if isinstance(answer, DomainError) else (answer, None)


def _typed(request: HttpRequest) -> list[str]:
    """What would be lost with the form."""
    return [text for text in (request.POST.get(name, "").strip()[:2000] for name in ("reason", "note")) if text]


def _not_now() -> DomainError:
    return Conflict(
        "wrong_state",
        _("Việc này không còn làm được với hồ sơ ở tình trạng hiện tại, hoặc không thuộc vị trí của bạn."),
    )
