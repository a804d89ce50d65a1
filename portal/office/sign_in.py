from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.models import User
from foundation import scoping
from foundation.throttle import hit
from portal.addresses import counted_address
from portal.public.errors import page

# Five wrong passwords close a name to an address (Axes); these stop who tries many names, or from many addresses.
BY_ADDRESS, ADDRESS_WINDOW = 100, 600  # a whole centre may sign in behind one address
BY_NAME, NAME_WINDOW = 100, 3600
LOCKED_OUT = int(settings.AXES_COOLOFF_TIME * 3600)


class SignInForm(AuthenticationForm):
    """Name and password of an official."""

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra chữ hoa, chữ thường."),
        "inactive": _("Tài khoản này đã ngừng hoạt động."),
    }


@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """``/can-bo/dang-nhap/``"""
    if request.method == "POST" and (wait := _wait(request)):
        return _too_often(request, wait)
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        if user.kind != User.Kind.STAFF:
            form.add_error(None, _("Tài khoản này không phải của cán bộ."))
        else:
            with scoping.system("sign in"):
                login(request, user)
            return redirect(_next(request))
    status = 400 if form.errors else 200
    return render(
        request,
        "office/sign_in.html.jinja",
        {"form": form, "next": request.GET.get("next", "")},
        status=status,
        using="jinja2",
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("office:sign-in")


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else "/can-bo/"


def _wait(request: HttpRequest) -> int:
    """Seconds until this address, or anybody under this name, may try again; 0 where they may now.

    A name is counted a few times for each address and no more, as Axes shuts that address out of it: one address alone
    cannot shut an official out everywhere.
    """
    # what is typed as a name may be a password: only its digest is kept
    name = salted_hmac("sign-in pace", request.POST.get("username", "").strip().casefold()).hexdigest()
    address = counted_address(request)
    decisions = [hit(f"sign-in:a:{address}", limit=BY_ADDRESS, seconds=ADDRESS_WINDOW)]
    here = hit(f"sign-in:n:{name}:{address}", limit=settings.AXES_FAILURE_LIMIT, seconds=LOCKED_OUT)
    if here.allowed:
        decisions.append(hit(f"sign-in:n:{name}", limit=BY_NAME, seconds=NAME_WINDOW))
    return max(d.retry_after for d in decisions)


def _too_often(request: HttpRequest, wait: int) -> HttpResponse:
    text = _("Có quá nhiều lần đăng nhập. Hãy thử lại sau %(minutes)s phút hoặc gọi người quản trị.")
    response = page(request, 429, str(_("Xin chờ một lát")), str(text % {"minutes": wait // 60 + 1}))
    response["Retry-After"] = str(wait)
    return response


def locked_out(request: HttpRequest, credentials: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords."""
    return page(
        request,
        429,
        str(_("Tài khoản tạm khóa")),
        str(_("Bạn đã nhập sai mật khẩu nhiều lần. Hãy thử lại sau 15 phút hoặc gọi người quản trị.")),
    )
