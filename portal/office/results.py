"""``/can-bo/ho-so/<id>/ket-qua/…``: results revoked or corrected, and earlier ones used again."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from dossiers.actions.drop_paper import drop_paper
from dossiers.actions.reuse_result import reuse_result
from dossiers.actions.revoke_result import correct_result, revoke_result
from dossiers.actions.take_from_store import take_from_store
from dossiers.policies import DossierPolicy
from foundation.errors import DomainError
from portal.office.access import actor_of, officials_only
from portal.office.dossier import dossier_page, found
from portal.office.steps import step_form


class ResultForm(forms.Form):
    """What is to become of a result that was given, and why; its owner reads it."""

    what = forms.ChoiceField(
        label=gettext_lazy("Việc cần làm"), widget=forms.RadioSelect,
        choices=[("correct", gettext_lazy("Đính chính: cấp kết quả thay")), ("revoke", gettext_lazy("Thu hồi, hủy bỏ"))],
    )  # fmt: skip
    number = forms.CharField(label=gettext_lazy("Số của kết quả đính chính"), max_length=60, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Lý do (công dân đọc được)"),
        widget=forms.Textarea(attrs={"maxlength": 2000}),
        max_length=2000,
    )


@officials_only
def result(request: HttpRequest, dossier_id: UUID, result_id: UUID) -> HttpResponse:
    """Ask what and why, then do it."""
    row = found(dossier_id)
    policy = DossierPolicy.of_user(request.user)  # type: ignore[arg-type]
    about = next((r for r in row.results.all() if r.id == result_id), None)
    if about is None or not policy.may("revoke_result", row):
        raise Http404
    form = ResultForm(request.POST or None)

    def act(actor: Actor) -> object:
        data = form.cleaned_data
        if data["what"] == "revoke":
            return revoke_result(row.id, result_id, actor=actor, reason=data["reason"])
        return correct_result(row.id, result_id, actor=actor, reason=data["reason"], number=data["number"])

    title = _("Thu hồi hoặc đính chính kết quả %(number)s") % {"number": about.number or about.name}
    return step_form(request, row, form, title, _("Đã ghi."), act)


@officials_only
def reuse(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Take an earlier result of the applicant for a paper of this dossier."""
    row = found(dossier_id)
    if request.method == "POST":
        try:
            chosen = UUID(request.POST.get("result", ""))
        except ValueError:
            chosen = UUID(int=0)
        try:
            reuse_result(
                row.id, chosen, actor=actor_of(request), requirement_code=request.POST.get("requirement", "")[:40],
            )  # fmt: skip
        except DomainError as error:
            return dossier_page(request, dossier_id, error)
        messages.success(request, _("Đã dùng lại kết quả đã có."))
    return redirect("office:dossier", dossier_id=row.id)


@officials_only
def from_store(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Note that a paper was found in the person's store of electronic papers."""
    row = found(dossier_id)
    if request.method == "POST":
        try:
            take_from_store(
                row.id, actor=actor_of(request), requirement_code=request.POST.get("requirement", "")[:40],
                store_code=request.POST.get("store_code", "")[:200],
            )  # fmt: skip
        except DomainError as error:
            return dossier_page(request, dossier_id, error)
        messages.success(request, _("Đã ghi giấy tờ lấy từ kho dữ liệu điện tử."))
    return redirect("office:dossier", dossier_id=row.id)


@officials_only
def drop(request: HttpRequest, dossier_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Take back a paper of the store or an earlier result that was noted by mistake."""
    row = found(dossier_id)
    if request.method == "POST":
        try:
            drop_paper(row.id, attachment_id, actor=actor_of(request))
        except DomainError as error:
            return dossier_page(request, dossier_id, error)
        messages.success(request, _("Đã bỏ giấy tờ ghi nhầm."))
    return redirect("office:dossier", dossier_id=row.id)
