"""Refusals and faults as pages that say what to do."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.errors import DomainError
from portal.api.problems import plain


def page(
    request: HttpRequest,
    status: int,
    title: str,
    text: str,
    faults: list[str] | None = None,
    *,
    again: bool = False,
) -> HttpResponse:
    """The page that says it; ``again`` offers to open the same address anew instead of leading elsewhere."""
    office = _for_officials(request)
    back, back_text = ("/can-bo/", _("Về việc của tôi")) if office else ("/", _("Về trang đầu"))
    if again:
        back, back_text = request.path, _("Mở lại trang")
    return render(
        request, "public/message.html.jinja",
        {
            "title": title, "text": text, "faults": faults or [], "back": back, "back_text": back_text, "office": office,
            "elsewhere": not office and not again and status != 429,
        },
        status=status, using="jinja2",
    )  # fmt: skip


def refusal_page(request: HttpRequest, error: DomainError, title: str = "") -> HttpResponse:
    """A refusal that no view turned into something better; under ``title`` where the view knows a better one."""
    titles = {
        403: _("Bạn không được làm việc này"), 404: _("Không tìm thấy"), 409: _("Chưa làm được"),
        412: _("Hồ sơ vừa được người khác cập nhật"), 413: _("Tệp quá lớn"), 415: _("Tệp không được nhận"),
        429: _("Xin chờ một lát"),
    }  # fmt: skip
    faults = [str(e.message) for e in error.errors if str(e.message) != str(error.message)]
    title = title or titles.get(error.status, _("Chưa làm được"))
    response = page(request, error.status, title, str(error.message), faults)
    if "retry_after" in error.extra:
        response["Retry-After"] = str(error.extra["retry_after"])
    return response


def _for_machines(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/", "/oauth/"))


def _for_officials(request: HttpRequest) -> bool:
    return request.path.startswith(("/can-bo/", "/quan-tri/"))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from a page that was open too long, or from a browser that keeps no cookies."""
    again = request.path != "/can-bo/dang-xuat/"
    text = _("Dữ liệu chưa được gửi. Hãy mở lại trang rồi thử lại; nếu vẫn vậy, hãy cho phép trình duyệt dùng cookie.")
    return page(request, 403, _("Trang đã hết hạn"), text, again=again)


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
    return HttpResponse(_fault_page(office=_for_officials(request)), status=500)


def _fault_page(*, office: bool) -> str:
    """The page of a fault, whole and styled, without template engine, session, database or Redis: any may be the fault."""
    sheets = ("motcua.css", "office.css") if office else ("motcua.css",)
    try:
        style = "".join(f'<link rel="stylesheet" href="{escape(static(name))}">' for name in sheets)
    except ValueError:  # the list of static files cannot be read
        style = ""
    body = ' class="dense"' if office else ""
    title, name = escape(_("Máy chủ gặp lỗi")), escape(_("Một Cửa – cán bộ") if office else _("Một Cửa"))
    home, back = ("/can-bo/", _("Về việc của tôi")) if office else ("/", _("Về trang đầu"))
    text = (
        _("Chưa có gì thay đổi. Hãy thử lại sau ít phút; nếu vẫn lỗi, hãy báo người quản trị của đơn vị.")
        if office
        else _("Chưa có gì thay đổi. Hãy thử lại sau ít phút, hoặc gọi đường dây nóng in trên giấy hẹn.")
    )
    return (
        f'<!doctype html><html lang="{escape(get_language() or "vi")}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} – {escape(_('Một Cửa'))}</title>{style}</head><body{body}>"
        f'<header class="top"><div class="wrap"><a class="home" href="{home}"><b>{name}</b></a></div></header>'
        f'<main><div class="wrap"><h1>{title}</h1><p class="lead">{escape(text)}</p>'
        f'<p><a class="button second" href="{home}">{escape(back)}</a></p></div></main></body></html>'
    )
