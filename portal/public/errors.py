"""Refusals and faults as pages that say what to do."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.html import escape
from django.utils.translation import gettext as _

from foundation.errors import DomainError
from portal.api.problems import plain


def page(request: HttpRequest, status: int, title: str, text: str, faults: list[str] | None = None) -> HttpResponse:
    office = request.path.startswith("/can-bo/")
    return render(
        request, "public/message.html.jinja",
        {
            "title": title, "text": text, "faults": faults or [], "back": "/can-bo/" if office else "/",
            "back_text": _("Về việc của tôi") if office else _("Về trang đầu"), "office": office,
        },
        status=status, using="jinja2",
    )  # fmt: skip


def refusal_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A refusal that no view turned into something better."""
    titles = {
        403: _("Bạn không được làm việc này"), 404: _("Không tìm thấy"), 409: _("Chưa làm được"),
        412: _("Hồ sơ vừa được người khác cập nhật"), 413: _("Tệp quá lớn"), 415: _("Tệp không được nhận"),
        429: _("Xin chờ một lát"),
    }  # fmt: skip
    faults = [str(e.message) for e in error.errors if str(e.message) != str(error.message)]
    response = page(request, error.status, titles.get(error.status, _("Chưa làm được")), str(error.message), faults)
    if "retry_after" in error.extra:
        response["Retry-After"] = str(error.extra["retry_after"])
    return response


def _for_machines(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/", "/oauth/"))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, 403, _("Trang đã hết hạn"), _("Hãy mở lại trang rồi thử lại; dữ liệu chưa được gửi."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        if _for_machines(request):
            return plain(413, _("Nội dung gửi quá lớn; chưa có gì được lưu."))
        return page(request, 413, _("Nội dung gửi quá lớn"), _("Hãy rút gọn rồi gửi lại; chưa có gì được lưu."))
    if _for_machines(request):
        return plain(400, _("Địa chỉ hoặc nội dung của yêu cầu không đọc được."))
    return page(request, 400, _("Yêu cầu không đọc được"), _("Hãy mở lại trang rồi thử lại."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _for_machines(request):
        return plain(403, _("Yêu cầu này không được phép."))
    return page(
        request,
        403,
        _("Bạn không được xem trang này"),
        _("Nếu cần quyền, hãy hỏi người quản trị của đơn vị."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _for_machines(request):
        return plain(404, _("Không có địa chỉ này trong API."))
    return page(request, 404, _("Không tìm thấy trang"), _("Có thể địa chỉ gõ sai hoặc trang đã chuyển đi."))


def server_error(request: HttpRequest) -> HttpResponse:
    if _for_machines(request):
        return plain(500, _("Máy chủ gặp lỗi; chưa có gì thay đổi. Hãy thử lại."))
    return HttpResponse(_fault_page(), status=500)


def _fault_page() -> str:
    """The page of a fault, whole and styled, without template engine, session, database or Redis: any may be the fault."""
    try:
        style = f'<link rel="stylesheet" href="{escape(static("motcua.css"))}">'
    except ValueError:  # the list of static files cannot be read
        style = ""
    title = escape(_("Máy chủ gặp lỗi"))
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} – {escape(_('Một Cửa'))}</title>{style}</head><body>"
        f'<header class="top"><div class="wrap"><a class="home" href="/">{escape(_("Một Cửa"))}</a></div></header>'
        f'<main><div class="wrap"><h1>{title}</h1><p class="lead">'
        f"{escape(_('Chưa có gì thay đổi. Hãy thử lại sau ít phút, hoặc gọi đường dây nóng in trên giấy hẹn.'))}</p>"
        f'<p><a class="button second" href="/">{escape(_("Về trang đầu"))}</a></p></div></main></body></html>'
    )
