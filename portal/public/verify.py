"""``/xac-thuc/<token>/``: is the paper in somebody's hand the one that was issued, and does it still count."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from accounts.actors import Actor
from documents.models import IssuedPaper
from documents.queries import paper_by_token, replacement_of
from documents.verifying import Judgement, of_bytes, of_kept
from dossiers.models import Dossier
from dossiers.reading import note_read
from dossiers.wording import masked_name
from foundation import scoping, throttle
from foundation.errors import TooMany
from portal.addresses import counted_address

PACE, FILES, WINDOW = 60, 20, 600  # looks and files from one address in so many seconds
LARGEST = 5_000_000  # bytes; what we issue is far smaller
VISITOR = Actor("citizen")


class HeldPaper(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Tệp PDF bạn đang giữ"), allow_empty_file=True,
        error_messages={"required": gettext_lazy("Hãy chọn tệp PDF.")},
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )  # fmt: skip


@never_cache
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What the paper is and whether it counts; with a file, whether that file is it. Unknown tokens get a page of the same
    shape."""
    _check_pace(request)
    with scoping.system("verify a paper"):
        paper = paper_by_token(token)
        context = {"paper": None} if paper is None else _told(paper)
    form = HeldPaper(request.POST, request.FILES) if request.method == "POST" else HeldPaper()
    held: Judgement | None = None
    if paper is not None and request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > max(LARGEST, paper.file.size):
            form.add_error("file", _("Tệp lớn hơn 5 MB nên không phải phiếu này."))
        else:
            held = of_bytes(file.read(), paper)
    status = 404 if paper is None else 400 if form.errors else 200
    shown = {**context, "form": form, "held": held, "place": paper.province if paper else None}
    response = render(request, "public/verify.html.jinja", shown, status=status, using="jinja2")
    response["Cache-Control"] = "no-store, private"
    # not «no-referrer»: browsers then send «Origin: null» with the form, and the CSRF check refuses it
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _told(paper: IssuedPaper) -> dict[str, object]:
    """What anybody with the paper in hand may read: no more of its owner than that hand holds already, and less."""
    row = None
    if paper.subject_kind == "dossier":
        row = Dossier.objects.select_related("version_of_procedure").get(id=paper.subject_id)
        note_read([row], actor=VISITOR, way="look-up")
    kept = of_kept(paper)
    return {
        "paper": paper, "title": paper.printed_by.title, "form_number": paper.printed_by.number,
        "code": row.code if row else None, "owner": masked_name(row.applicant_name) if row else "",
        "replacement": replacement_of(paper) if paper.is_voided else None, "kept": kept,
        "sound": kept is not None and kept.confirms(paper),
    }  # fmt: skip


def _check_pace(request: HttpRequest) -> None:
    whose = counted_address(request)
    decision = throttle.hit(f"verify:{whose}", limit=PACE, seconds=WINDOW)
    if decision.allowed and request.method == "POST":
        decision = throttle.hit(f"verify:file:{whose}", limit=FILES, seconds=WINDOW)
    if not decision.allowed:
        raise TooMany(
            "too_many", _("Bạn đã kiểm tra quá nhiều lần. Hãy thử lại sau %(minutes)s phút.") % {"minutes": decision.retry_after // 60 + 1},
            extra={"retry_after": decision.retry_after},
        )  # fmt: skip
