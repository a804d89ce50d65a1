"""``/can-bo/ho-so/<id>/tra-ngay/``: settled while its owner waits, with what it costs."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.queries import signers_in
from dossiers.actions.assess_charges import fees_of, reckon
from dossiers.actions.issue_receipt import issue_receipt
from dossiers.actions.settle_at_once import as_taken_in, may_be_settled_at_once, settle_at_once
from dossiers.charging import Computed
from dossiers.models import Dossier, Payment
from dossiers.money import balance_of
from dossiers.policies import AT_ONCE, DossierPolicy
from dossiers.waiving import FREELY, waivers_of
from foundation.errors import DomainError, InvalidInput
from foundation.spoken_time import money as in_words
from foundation.vietnamese_text import sort_key
from portal.office.access import officials_only
from portal.office.at_once_form import AtOnceForm, taken_of
from portal.office.conflict import version_shown
from portal.office.dossier import found
from portal.office.money_forms import cases_of
from portal.office.steps import step_form
from procedures.models import FeeRow

_Reckoned = list[tuple[FeeRow, Computed]]


@officials_only
def at_once(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Ask who signed and what is paid, then take in, settle, collect and hand over; ``tinh`` in the body only reckons."""
    row = found(dossier_id)
    policy = DossierPolicy.of_user(request.user)  # type: ignore[arg-type]
    if not offered(row, policy):
        raise Http404
    fees = _fees(row)
    form = _form(request, row)
    reckoned = _reckoned(request, row, fees, form, policy) if "tinh" in request.POST else None

    def act(actor: Actor) -> HttpResponse | None:
        data = form.cleaned_data
        settle_at_once(
            row.id, actor=actor, signer_id=UUID(data["signer"]), note=data["note"], expected_version=version_shown(request),
            fees=cases_of(request.POST, fees), money=taken_of(data),
        )  # fmt: skip
        return _printed(request, row.id, actor, wanted=data["print"])

    return step_form(
        request, row, form, _("Trả ngay"), _("Đã tiếp nhận, giải quyết và trả kết quả."), act,
        template="office/at_once.html.jinja", fees=fees, waivers=waivers_of(row, fees), may_waive=policy.may(FREELY, row),
        typed=request.POST, reckoned=reckoned, total=sum(one.due for _fee, one in reckoned or []),
    )  # fmt: skip


def offered(row: Dossier, policy: DossierPolicy) -> bool:
    """Whether this official may settle this dossier at once now."""
    return policy.may(AT_ONCE, row) and may_be_settled_at_once(row)


def _form(request: HttpRequest, row: Dossier) -> AtOnceForm:
    """As sent; where it is only to be reckoned, as typed and not yet judged."""
    reckons = "tinh" in request.POST
    typed = {name: request.POST.get(name, "") for name in AtOnceForm.base_fields} if reckons else {}
    form = AtOnceForm(None if reckons else request.POST or None, initial={**typed, "version": row.row_version})
    people = sorted(signers_in(row.agency_id), key=lambda person: sort_key(str(person)))
    form.fields["signer"].choices = [(str(p.id), str(p)) for p in people]  # type: ignore[attr-defined]
    return form


def _fees(row: Dossier) -> list[FeeRow]:
    """What may be asked for; nothing where the procedure has ended, which the act itself then says."""
    try:
        return fees_of(as_taken_in(row))
    except DomainError:
        return []


def _reckoned(
    request: HttpRequest, row: Dossier, fees: Sequence[FeeRow], form: AtOnceForm, policy: DossierPolicy
) -> _Reckoned | None:
    try:
        cases = cases_of(request.POST, list(fees))
        return reckon(row, cases, policy) if cases else []
    except InvalidInput as fault:
        form.unreckoned = tuple(str(one.message) for one in fault.errors)
    except DomainError as refused:
        form.unreckoned = (refused.message,)
    return None


def _printed(request: HttpRequest, dossier_id: UUID, actor: Actor, *, wanted: bool) -> HttpResponse | None:
    """To the money, where some was taken or is owed: its receipt printed where that is wanted and can be done."""
    balance = balance_of(dossier_id)
    if not balance.charges:
        return None
    for payment in balance.payments:
        _receipt(request, payment, actor, wanted=wanted)
    if balance.left:
        messages.warning(request, _("Còn phải nộp %(amount)s.") % {"amount": in_words(balance.left)})
    return redirect("office:money", dossier_id=dossier_id)


def _receipt(request: HttpRequest, payment: Payment, actor: Actor, *, wanted: bool) -> None:
    said = {"amount": in_words(payment.amount), "number": payment.receipt}
    messages.success(request, _("Đã thu %(amount)s, biên lai số %(number)s.") % said)
    if not wanted:
        return
    try:
        issue_receipt(payment.id, actor=actor)
    except DomainError as error:
        messages.warning(request, _("Chưa lập được biên lai: %(why)s") % {"why": error.message})
