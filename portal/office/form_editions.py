"""``/can-bo/mau-phieu/``: the forms with their editions, dates and doubts, and what differs between two editions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.policies import Grants
from documents.forms.catalogue import FORMS, PaperForm, PaperKind
from documents.forms.editions import form_on, last_day, said_by
from documents.policies import sees_editions
from foundation.errors import NotPermitted
from foundation.local_time import today_local
from portal.office.access import officials_only
from portal.office.procedure_words import DIFFERENCE_WORDS
from procedures.differences import Fact, differences

SECTIONS = {
    "form": gettext_lazy("Mẫu"), "fields": gettext_lazy("Các mục"), "unverified": gettext_lazy("Cần kiểm tra"),
}  # fmt: skip


@officials_only
def form_editions(request: HttpRequest) -> HttpResponse:
    """Every form with its editions, the latest first."""
    _check(request)
    today = today_local()
    context = {
        "rows": [(kind.value, form, *_standing(kind, form)) for kind, forms in FORMS.items() for form in reversed(forms)],
        "today": today,
    }  # fmt: skip
    return render(request, "office/form_editions.html.jinja", context, using="jinja2")


@officials_only
def form_edition(request: HttpRequest, kind: str) -> HttpResponse:
    """One edition of a form (``?den=``, else the one in force): its fields, and what it changed since ``?tu=``."""
    _check(request)
    try:
        form_kind = PaperKind(kind)
    except ValueError as error:
        raise Http404 from error
    forms = FORMS[form_kind]
    shown = _chosen(request, "den", forms) or form_on(form_kind, today_local())
    place = forms.index(shown)
    before = _chosen(request, "tu", forms) or (forms[place - 1] if place else None)
    found = differences(_facts(before), _facts(shown)) if before and before is not shown else []
    context = {
        "kind": kind, "form": shown, "before": before if before is not shown else None, "changes": found,
        "forms": [(form, *_standing(form_kind, form)) for form in reversed(forms)],
        "sections": SECTIONS, "kinds": DIFFERENCE_WORDS,
    }  # fmt: skip
    return render(request, "office/form_edition.html.jinja", context, using="jinja2")


def _check(request: HttpRequest) -> None:
    if not sees_editions(Grants.of(request.user)):  # type: ignore[arg-type]
        raise NotPermitted("not_permitted", _("Vị trí của bạn không xem được trang này."))


def _standing(kind: PaperKind, form: PaperForm) -> tuple[object, str]:
    """The last day of an edition, and whether it is in force (``now``), prepared (``ahead``) or over (``past``)."""
    today = today_local()
    if form is form_on(kind, today):
        return last_day(kind, form), "now"
    return last_day(kind, form), "ahead" if form.source.effective_from > today else "past"


def _facts(form: PaperForm) -> list[Fact]:
    return [Fact(*said) for said in said_by(form)]


def _chosen(request: HttpRequest, name: str, forms: tuple[PaperForm, ...]) -> PaperForm | None:
    """The edition that is asked for; no page for one that there is not."""
    raw = request.GET.get(name, "")
    if not raw:
        return None
    found = next((form for form in forms if form.source.code == raw), None)
    if found is None:
        raise Http404
    return found
