"""Signing what is issued: PAdES with the certificate of ``SIGNING_PKCS12`` (ETSI EN 319 142-1, baseline B).

The key lies in a PKCS#12 file; a remote service or an HSM would be another way to make the same signer.
"""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from asn1crypto import x509
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from documents.own_thread import in_own_thread

FIELD = "MotCua"


class CannotSign(ValueError):
    """The certificate that is configured cannot be used; the message says why, in words for operators."""


@dataclass(frozen=True)
class Identity:
    """The certificate by which is signed: whose it is, how long it holds, and the authorities that came with it."""

    signer: SimpleSigner
    holder: str
    begins: datetime
    ends: datetime
    authorities: tuple[x509.Certificate, ...]
    is_test: bool


TEST_MARK = "KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"


def configured() -> Identity | None:
    """The certificate of the settings, read once; None where none is configured. CannotSign."""
    if not settings.SIGNING_PKCS12:
        return None
    path = Path(settings.SIGNING_PKCS12)
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise CannotSign(f"không đọc được tệp chứng thư ({type(error).__name__})") from error
    return _read(str(path), changed, settings.SIGNING_PASSPHRASE)


@lru_cache(maxsize=2)
def _read(path: str, _changed: int, passphrase: str) -> Identity:
    signer = SimpleSigner.load_pkcs12(path, passphrase=passphrase.encode() if passphrase else None)
    if signer is None or signer.signing_cert is None:
        raise CannotSign("tệp PKCS#12 hỏng, sai mật khẩu hoặc không có khóa")
    own = signer.signing_cert
    others = tuple(c for c in signer.cert_registry if c.issuer_serial != own.issuer_serial)
    validity = own["tbs_certificate"]["validity"]
    holder = str(own.subject.native.get("common_name") or own.subject.human_friendly)
    return Identity(
        signer, holder[:200], validity["not_before"].native.astimezone(UTC), validity["not_after"].native.astimezone(UTC),
        others, TEST_MARK in own.issuer.human_friendly,
    )  # fmt: skip


def signed(content: bytes, identity: Identity, *, reason: str, place: str) -> bytes:
    """The PDF with an invisible signature over all of it, added behind its bytes; some tenths of a second."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    meta = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason, location=place,
        certify=True,
    )  # fmt: skip
    out = io.BytesIO()
    signer = PdfSigner(meta, identity.signer, new_field_spec=SigFieldSpec(FIELD))
    in_own_thread(signer.sign_pdf, writer, output=out, in_place=False)
    return out.getvalue()
