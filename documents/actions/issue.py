import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Agency, Province
from documents.actions._series import next_in_series
from documents.actions.store import storing
from documents.forms.catalogue import PaperForm, PaperKind, numbered
from documents.forms.editions import form_on
from documents.forms.qr import qr_svg
from documents.forms.render import as_pdf
from documents.forms.signatures import Signature
from documents.forms.words import NOTHING, long_day
from documents.models import IssuedPaper
from documents.signing import CannotSign, Identity, configured, signed
from documents.tokens import digest_of, new_token
from foundation.errors import Conflict
from foundation.local_time import to_local

CENTRES = frozenset({Agency.Kind.CENTRE, Agency.Kind.COMMUNE_CENTRE})


@dataclass(frozen=True)
class NewPaper:
    """What is to be issued: by which agency, about what (``occasion``: about which event), with which fields."""

    kind: PaperKind
    subject: tuple[str, UUID]
    agency: Agency
    fields: Mapping[str, Any]
    signatures: Sequence[Signature]
    seen_by: Iterable[UUID]
    occasion: UUID | None = None
    numbered: tuple[int, int, str] | None = None  # year, number and how it is printed, where another series gave it


@transaction.atomic
def issue(new: NewPaper, *, user_id: UUID | None, at: datetime) -> IssuedPaper:
    """Number a form in its series, print, sign and keep it, by the edition in force on the day in Viet Nam; whoever calls
    has checked that it may be issued. A field of the edition that nobody filled in is printed as «—».

    The number is printed and signed, so the series stays locked from the number to the end of the caller's transaction
    (some hundredths of a second, three tenths with a signature): issue last. A number exists with its paper or not at all.
    Conflict where the certificate that is configured cannot sign.
    """
    identity = _identity(at)
    form = form_on(new.kind, to_local(at).date())
    token = new_token()
    replaced = _replaced(new)
    data = _data(new, form, token, at, replaced, is_signed=identity is not None)
    qr = qr_svg(data["verify_url"])
    seen_by = list(dict.fromkeys([new.agency.id, *new.seen_by]))
    year = to_local(at).year
    # all that does not need the number is done: from here on the series waits
    if new.numbered is not None:
        year, sequence, number = new.numbered
    else:
        sequence = next_in_series(new.agency.id, form.book, year)
        number = numbered(form, sequence, centre=new.agency.kind in CENTRES)
    data["number"] = number
    content = as_pdf(form, data, at=at, qr=qr)
    if identity is not None:
        content = signed(content, identity, reason=f"{form.title}, số {number}", place=data["place"])
    with storing(
        io.BytesIO(content), f"{form.number}-{number.replace('/', '-')}.pdf", size=len(content),
        province_id=new.agency.province_id, agency_ids=seen_by, user_id=user_id,
    ) as kept:  # fmt: skip
        return IssuedPaper.objects.create(
            kind=new.kind.value, edition=form.source.code, subject_kind=new.subject[0], subject_id=new.subject[1], occasion=new.occasion,
            province_id=new.agency.province_id, agency=new.agency, agency_ids=seen_by, book=form.book, year=year,
            sequence=sequence, number=number, data=json.dumps(data, ensure_ascii=False), file=kept,
            token_digest=digest_of(token), signed_by=identity.holder if identity else "", issued_at=at,
            issued_by_id=user_id, replaces=replaced,
        )  # fmt: skip


def _identity(at: datetime) -> Identity | None:
    try:
        identity = configured()
    except CannotSign as error:
        raise Conflict("cannot_sign", _("Chưa phát hành được phiếu: chứng thư ký số không dùng được. Hãy báo người quản trị.")) from error  # fmt: skip
    if identity is not None and not identity.begins <= at <= identity.ends:
        raise Conflict("cannot_sign", _("Chưa phát hành được phiếu: chứng thư ký số không còn hiệu lực. Hãy báo người quản trị."))  # fmt: skip
    return identity


def _replaced(new: NewPaper) -> IssuedPaper | None:
    """The voided paper of the same occasion that this one stands in for: the last one that nothing has replaced yet."""
    if new.occasion is None:
        return None
    same = IssuedPaper.objects.filter(subject_id=new.subject[1], kind=new.kind.value, occasion=new.occasion)
    return same.filter(voided_at__isnull=False, replaced_by=None).order_by("-id").first()


def _data(
    new: NewPaper,
    form: PaperForm,
    token: str,
    at: datetime,
    replaced: IssuedPaper | None,
    *,
    is_signed: bool,
) -> dict[str, Any]:
    agency = new.agency
    base = agency.province.public_url.rstrip("/") or settings.PUBLIC_URL
    return {
        "form": form.number, "title": form.title, "circular": form.source.circular, "labels": form.fields,
        "parent": parent_of(agency), "agency": agency.name, "place": place_of(agency), "day": long_day(to_local(at).date()),
        "fields": dict.fromkeys(form.fields, NOTHING) | dict(new.fields), "signatures": [s.printed() for s in new.signatures], "signed": is_signed,
        "replaces": replaced.number if replaced else "", "verify_url": f"{base}/xac-thuc/{token}/",
        "verify_host": urlsplit(base).netloc,
    }  # fmt: skip


def parent_of(agency: Agency) -> str:
    """The superior body (đơn vị chủ quản) in the heading: the unit above, else the people's committee of the province for
    what it has under itself; nothing for those that stand under a ministry or are a committee themselves."""
    if agency.parent is not None:
        return agency.parent.name
    if agency.kind in (Agency.Kind.CENTRE, Agency.Kind.DEPARTMENT, Agency.Kind.OFFICE, Agency.Kind.LAND_OFFICE):
        kind = "tỉnh" if agency.province.kind == Province.Kind.PROVINCE else "thành phố"
        return f"Ủy ban nhân dân {kind} {agency.province.name}"
    return ""


def place_of(agency: Agency) -> str:
    """The place before the date: of a commune's agency the commune, else the province (NĐ 30/2020, Phụ lục I)."""
    return agency.commune.name if agency.commune else agency.province.name
