"""Can issued papers be printed and signed, today and by the editions that are prepared."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from documents.forms import render
from documents.forms.catalogue import FORMS
from documents.signing import CannotSign, configured
from documents.verifying import trusted
from foundation.local_time import now, today_local
from foundation.self_check import Finding, self_check_without_database

NAME, SOON = "signing certificate", timedelta(days=30)


@self_check_without_database
def certificate() -> Iterator[Finding]:
    """The certificate can be read, holds today and for a month, and somebody vouches for it."""
    try:
        identity = configured()
        roots = trusted()
    except CannotSign as error:
        yield Finding(NAME, "error", str(error), "Sửa SIGNING_PKCS12 và SIGNING_PASSPHRASE.")
        return
    except (OSError, ValueError) as error:
        yield Finding(NAME, "error", f"SIGNING_TRUST không đọc được ({type(error).__name__})", "Trỏ đến một tệp PEM.")
        return
    if identity is None:
        yield Finding(
            NAME, "warning", "chưa có; phiếu phát hành không được ký số",
            "Đặt SIGNING_PKCS12 và SIGNING_PASSPHRASE bằng chứng thư của cơ quan (docs/cau-hinh.md).",
        )  # fmt: skip
        return
    moment = now()
    told = f"{identity.holder}, đến {identity.ends:%d/%m/%Y}"
    if not identity.begins <= moment <= identity.ends:
        yield Finding(
            NAME, "error", f"không còn hoặc chưa có hiệu lực: {told}", "Thay chứng thư; phiếu không phát hành được."
        )
    elif identity.ends - moment < SOON:
        yield Finding(NAME, "warning", f"sắp hết hiệu lực: {told}", "Thay chứng thư trước ngày đó.")
    elif identity.is_test:
        yield Finding(
            NAME, "error" if settings.PRODUCTION else "warning", f"chứng thư thử: {told}", "Dùng chứng thư thật."
        )
    elif not roots:
        yield Finding(NAME, "warning", "không có chứng thư của tổ chức cấp", f"Đặt SIGNING_TRUST (PEM) bên cạnh {Path(settings.SIGNING_PKCS12).name}.")  # fmt: skip
    else:
        yield Finding(NAME, "ok", told)


@self_check_without_database
def printed_forms() -> Iterator[Finding]:
    """Every edition of a form has its template, also those that are prepared."""
    missing = [
        f"{form.source.code} {form.number}"
        for forms in FORMS.values()
        for form in forms
        if not (render.TEMPLATES / form.template).is_file()
    ]
    if missing:
        yield Finding(
            "forms",
            "error",
            f"thiếu mẫu in: {', '.join(missing)}",
            "Đặt tệp .typ vào templates/forms trước ngày hiệu lực.",
        )
        return
    begins = {form.source.effective_from for forms in FORMS.values() for form in forms}
    ahead = "".join(f", bản mới từ {day:%d/%m/%Y}" for day in sorted(begins) if day > today_local())
    yield Finding("forms", "ok", f"{len(FORMS)} mẫu phiếu{ahead}")
