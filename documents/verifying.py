"""Is a PDF the one that was issued, and does its signature hold."""

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import structlog
from asn1crypto import pem, x509
from django.conf import settings
from django.core.files.storage import default_storage
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError, ValidationInfoReadingError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from documents.models import IssuedPaper
from documents.signing import CannotSign, configured

log = structlog.get_logger(__name__)


class Seal(StrEnum):
    """What the signature of a PDF says."""

    NONE = "none"  # there is none
    VALID = "valid"  # over these very bytes, by a certificate that we trust
    UNKNOWN = "unknown"  # over these very bytes, by a certificate that nobody here vouches for
    BROKEN = "broken"  # the bytes are not those that were signed


@dataclass(frozen=True)
class Judgement:
    """``same``: byte for byte what was issued."""

    same: bool
    seal: Seal
    signer: str = ""


def of_kept(paper: IssuedPaper) -> Judgement | None:
    """The paper as it lies here; None where its file is lost."""
    try:
        with default_storage.open(paper.file.storage_key, "rb") as kept:
            content = kept.read()
    except OSError as error:
        log.error("issued_paper_lost", paper=str(paper.id), error=type(error).__name__)
        return None
    return of_bytes(content, paper)


def of_bytes(content: bytes, paper: IssuedPaper) -> Judgement:
    """A PDF that somebody holds, against the paper that it is said to be."""
    same = hashlib.sha256(content).hexdigest() == paper.file.sha256
    seal, signer = seal_of(content, paper.issued_at)
    return Judgement(same, seal, signer)


def seal_of(content: bytes, at: datetime) -> tuple[Seal, str]:
    """What the last signature says, and whose it is. The certificate need have been good ``at`` the time of issue alone:
    it ends long before the papers that it signed."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        found = reader.embedded_regular_signatures
        if not found:
            return Seal.NONE, ""
        status = validate_pdf_signature(found[-1], _trusting(at))
    except (PdfError, SignatureValidationError, ValidationInfoReadingError, ValueError, KeyError, TypeError, IndexError,
            AttributeError, OSError, RecursionError, NotImplementedError) as error:  # fmt: skip
        # a stranger's bytes may break any part of the reader; none of it is ours to repair
        log.info("signature_unreadable", error=type(error).__name__)
        return Seal.BROKEN, ""
    if not (status.intact and status.valid and status.coverage is SignatureCoverageLevel.ENTIRE_FILE):
        return Seal.BROKEN, ""
    holder = str(status.signing_cert.subject.native.get("common_name") or "")[:200]
    return (Seal.VALID if status.trusted else Seal.UNKNOWN), holder


def _trusting(at: datetime) -> ValidationContext:
    return ValidationContext(trust_roots=trusted(), allow_fetching=False, moment=at, revocation_mode="soft-fail")


def trusted() -> list[x509.Certificate]:
    """The authorities of ``SIGNING_TRUST`` (a PEM file), else those that came with our own certificate."""
    if settings.SIGNING_TRUST:
        content = Path(settings.SIGNING_TRUST).read_bytes()
        return [x509.Certificate.load(der) for _kind, _headers, der in pem.unarmor(content, multiple=True)]
    try:
        identity = configured()
    except CannotSign:
        return []
    return list(identity.authorities) if identity else []
