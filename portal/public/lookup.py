"""``/tra-cuu/``: a code and a second factor; the factor never enters an address."""

from functools import cache
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from dossiers.lookup import PURPOSE, CitizenView, check_pace, find, seen
from dossiers.lookup_rows import question
from dossiers.money import Bill, bill_of
from dossiers.states import TERMINAL, Status
from foundation import prepared, scoping
from foundation.errors import NotFound
from notifications.queries import Told, told, told_question
from portal.addresses import counted_address
from portal.public.place import province_of
from ratings.queries import open_question, token

_PAYS = frozenset({Status.AWAITING_PAYMENT, Status.COMPLETED})  # when people are asked for money
COOKIE, SALT, LIFE = "tra_cuu", "look-up", 900
CODE_LIMIT, SECRET_LIMIT = 100, 20


class LookUpForm(forms.Form):
    """What the citizen types; judged as a whole, so that no field tells which half was wrong."""

    code = forms.CharField(
        label=_("Mã hồ sơ"), max_length=CODE_LIMIT, error_messages={"required": _("Hãy nhập mã hồ sơ.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("Số bí mật"), max_length=SECRET_LIMIT, error_messages={"required": _("Hãy nhập số bí mật.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text", "spellcheck": "false"}),
    )  # fmt: skip


@never_cache
def look_up(request: HttpRequest) -> HttpResponse:
    """``GET ?code=`` only fills the field in; ``POST`` answers."""
    if request.method != "POST":
        return _form(request, LookUpForm(initial={"code": _asked(request)}))
    typed = _typed(request)
    if typed is None:
        form = LookUpForm(request.POST)
        form.is_valid()
        return _form(request, form, 400)
    code, secret = typed
    check_pace(code, counted_address(request))
    try:
        with scoping.system(PURPOSE):
            found = _read(find(code, secret))
    except NotFound as error:
        form = LookUpForm(request.POST)
        form.add_error(None, str(error.message))
        return _form(request, form)
    response = _dossier(request, found)
    response.set_cookie(
        COOKIE, signing.dumps(str(found.seen.dossier_id), salt=SALT), max_age=LIFE, path="/tra-cuu/", httponly=True,
        samesite="Strict", secure=request.is_secure(),
    )  # fmt: skip
    return response


def _asked(request: HttpRequest) -> str:
    """The code that a link names; nothing for the dash that stands in a message where there is no code yet."""
    code = request.GET.get("code", "")[:CODE_LIMIT]
    return code if any(c.isalnum() for c in code) else ""


def _typed(request: HttpRequest) -> tuple[str, str] | None:
    """Code and secret as the form would clean them; None where it would find a fault. The form itself is built only
    to be shown: making one costs as much as a query."""
    code, secret = (request.POST.get(name, "").strip() for name in ("code", "secret"))
    usable = 0 < len(code) <= CODE_LIMIT and 0 < len(secret) <= SECRET_LIMIT and "\0" not in code + secret
    return (code, secret) if usable else None


@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """The answer again, opened by a signed cookie that lives a quarter of an hour."""
    try:
        dossier_id = UUID(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIFE))
    except (signing.BadSignature, ValueError):
        if request.headers.get("HX-Request"):  # 286: htmx stops asking
            return _private(render(request, "public/_closed.html.jinja", status=286, using="jinja2"))
        return redirect("public:look-up")
    return _dossier(request, answer(dossier_id), part=bool(request.headers.get("HX-Request")))


def _form(request: HttpRequest, form: LookUpForm, status: int = 200) -> HttpResponse:
    # not «no-referrer»: browsers then send «Origin: null» with the form, and the CSRF check refuses it
    shown = {"form": form, "place": province_of(request)}
    page = render(request, "public/lookup.html.jinja", shown, status=status, using="jinja2")
    return _private(page, referrer="same-origin")


def _dossier(request: HttpRequest, found: "Answer", *, part: bool = False) -> HttpResponse:
    template = "public/_dossier.html.jinja" if part else "public/dossier.html.jinja"
    # the page asks again as long as its cookie lives, and says what it showed, so that an answer that is the same is
    # not read aloud again every twenty seconds
    if part and request.headers.get("X-Seen") == found.mark:
        return _private(HttpResponse(status=204))
    page = {
        "d": found.seen, "told": found.told, "rate": found.rate, "bill": found.bill, "mark": found.mark, "part": part,
        "stays": "/tra-cuu/trang-thai/",
    }  # fmt: skip
    return _private(render(request, template, page, using="jinja2"))


def _mark(*shown: object) -> str:
    """A short digest of all that the page is made of; keyed, so that it tells nothing by itself."""
    return blake2b(repr(shown).encode(), digest_size=8, key=_mark_key()).hexdigest()


@cache
def _mark_key() -> bytes:
    return salted_hmac("look-up shown", "key").digest()


class Answer(NamedTuple):
    """The dossier in the citizen's words, what became of the messages, the token by which it can be rated, what is left to
    pay, and the mark of all that."""

    seen: CitizenView
    told: list[Told]
    rate: str | None
    bill: Bill | None
    mark: str


def answer(dossier_id: UUID) -> Answer:
    """What the page shows; one transaction."""
    with scoping.system(PURPOSE):
        return _read(dossier_id)


def _read(dossier_id: UUID) -> Answer:
    found, more = prepared.together(
        question(dossier_id), told=told_question(dossier_id), rate=open_question(dossier_id)
    )
    dossier = seen(dossier_id, found)
    rate = token(more["rate"]) if dossier.status in TERMINAL else None
    # of the stored facts, which are plain tuples, and of what is not stored: words take longer to read
    bill = bill_of(dossier_id) if dossier.status in _PAYS else None
    mark = _mark(found, more, dossier.official, dossier.overdue, bill and (bill.left, bill.paid, bill.number))
    return Answer(dossier, told(more["told"]), rate, bill, mark)


def _private(response: HttpResponse, *, referrer: str = "no-referrer") -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = referrer
    response["X-Robots-Tag"] = "noindex"
    return response
