"""``/can-bo/so-theo-doi/``: the book of a counter, field by field, and its printed stretches."""

from datetime import date, timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Agency
from documents.queries import papers_of, register_print
from documents.serving import as_attachment
from dossiers.actions.issue_register import issue_register
from dossiers.paper_policies import PaperPolicy
from dossiers.reading import note_read
from dossiers.register import ORDER, book, entries
from foundation.errors import DomainError, InvalidInput, NotPermitted
from foundation.local_time import today_local
from foundation.paging import keyset
from portal.office.access import actor_of, officials_only
from portal.office.day_field import DayField
from portal.office.form_faults import show_faults
from procedures.models import Field

SIZE, PRINTED = 50, 20


class BookForm(forms.Form):
    """Whose book, of which field, which days."""

    noi = forms.ChoiceField(label=gettext_lazy("Nơi tiếp nhận"))
    linh_vuc = forms.ChoiceField(label=gettext_lazy("Lĩnh vực"))
    tu = DayField(label=gettext_lazy("Từ ngày"))
    den = DayField(label=gettext_lazy("Đến ngày"))

    def __init__(self, data: object, *, counters: list[Agency], fields: list[Field]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["noi"].choices = [(str(a.id), a.name) for a in counters]  # type: ignore[attr-defined]
        self.fields["linh_vuc"].choices = [(f.code, f.name) for f in fields]  # type: ignore[attr-defined]


@officials_only
def register(request: HttpRequest) -> HttpResponse:
    """The lines of the days that were asked for (the last thirty), a page at a time; by POST they are printed."""
    policy = PaperPolicy.of_user(request.user)  # type: ignore[arg-type]
    counters = list(policy.counters())
    fields = list(Field.objects.filter(procedures__isnull=False).distinct().order_by("name"))
    if not counters:
        raise NotPermitted("not_permitted", _("Vị trí của bạn không giữ sổ theo dõi của nơi nào."))
    given = request.POST if request.method == "POST" else _with_defaults(request, counters, fields)
    form = BookForm(given, counters=counters, fields=fields)
    context: dict[str, object] = {"form": form, "page": None, "lines": [], "papers": [], "address": ""}
    if form.is_valid():
        asked = form.cleaned_data
        agency_id, field = UUID(asked["noi"]), next(f for f in fields if f.code == asked["linh_vuc"])
        if request.method == "POST" and (answer := _print(request, form, agency_id, field)):
            return answer
        rows = book(agency_id, field, asked["tu"], asked["den"])
        page = keyset(rows, order=ORDER, cursor=request.GET.get("cursor"), size=SIZE)
        note_read(page.items, actor=actor_of(request), way="list")
        context |= {
            "page": page, "lines": list(zip(entries(page.items), page.items, strict=True)), "papers": list(papers_of("agency", agency_id)[:PRINTED]),
            "address": _address(agency_id, field, asked["tu"], asked["den"]),
        }  # fmt: skip
    status = 400 if form.errors else 200
    return render(request, "office/register.html.jinja", context, status=status, using="jinja2")


def _print(request: HttpRequest, form: BookForm, agency_id: UUID, field: Field) -> HttpResponse | None:
    asked, actor = form.cleaned_data, actor_of(request)
    try:
        paper = issue_register(agency_id, field.code, asked["tu"], asked["den"], actor=actor)
    except InvalidInput as error:
        show_faults(form, error, {"first": "tu", "last": "den"})
        return None
    except DomainError as error:
        form.add_error(None, str(error.message))
        return None
    messages.success(request, _("Đã in sổ số %(number)s.") % {"number": paper.number})
    return redirect(f"/can-bo/so-theo-doi/{_address(agency_id, field, asked['tu'], asked['den'])}")


@officials_only
def register_file(request: HttpRequest, paper_id: UUID) -> FileResponse:
    """A printed stretch as it was issued, for who keeps that book."""
    policy = PaperPolicy.of_user(request.user)  # type: ignore[arg-type]
    paper = register_print(paper_id)
    if paper is None or policy.post_to_keep(paper.agency) is None:
        raise Http404
    try:
        return as_attachment(paper.file)
    except FileNotFoundError as error:
        raise Http404 from error


def _with_defaults(request: HttpRequest, counters: list[Agency], fields: list[Field]) -> dict[str, str]:
    last = today_local()
    usual = {
        "noi": str(counters[0].id), "linh_vuc": fields[0].code if fields else "", "den": last.isoformat(),
        "tu": max(last - timedelta(days=29), date(last.year, 1, 1)).isoformat(),
    }  # fmt: skip
    return {name: request.GET.get(name) or value for name, value in usual.items()}


def _address(agency_id: UUID, field: Field, first: date, last: date) -> str:
    return f"?noi={agency_id}&linh_vuc={field.code}&tu={first.isoformat()}&den={last.isoformat()}&"
