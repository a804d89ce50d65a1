"""Reading the signature of a PDF, with nothing of ours: this file is also a program of its own, for bytes of strangers.

What somebody uploads may be made to burst the reader (a stream that unpacks to gigabytes, a ring of references): as a
program it reads them with little memory and little time, and dies alone.
"""

import base64
import io
import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from enum import StrEnum

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError, ValidationInfoReadingError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

MEMORY, SECONDS = 1_000_000_000, 10  # of the program: bytes, time on the processor
# a stranger's bytes may break any part of the reader; none of it is ours to repair
_BREAKS = (
    PdfError, SignatureValidationError, ValidationInfoReadingError, ValueError, KeyError, TypeError, IndexError,
    AttributeError, OSError, RecursionError, NotImplementedError, OverflowError, MemoryError,
)  # fmt: skip


class Seal(StrEnum):
    """What the signature of a PDF says."""

    NONE = "none"  # there is none
    VALID = "valid"  # over these very bytes, by a certificate that we trust
    UNKNOWN = "unknown"  # over these very bytes, by a certificate that nobody here vouches for
    BROKEN = "broken"  # the bytes are not those that were signed, or nobody can read them


def seal_of(content: bytes, at: datetime, roots: Sequence[bytes]) -> tuple[Seal, str]:
    """What the last signature says, and whose it is. ``roots``: the trusted authorities (DER). The certificate need have
    been good ``at`` the time of issue alone: it ends long before the papers that it signed."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        found = reader.embedded_regular_signatures
        if not found:
            return Seal.NONE, ""
        trusting = ValidationContext(
            trust_roots=[x509.Certificate.load(der) for der in roots], allow_fetching=False, moment=at,
            revocation_mode="soft-fail",
        )  # fmt: skip
        status = validate_pdf_signature(found[-1], trusting)
        if not (status.intact and status.valid and status.coverage is SignatureCoverageLevel.ENTIRE_FILE):
            return Seal.BROKEN, ""
        subject = status.signing_cert.subject
        holder = str(subject.native.get("common_name") or subject.human_friendly)
        return (Seal.VALID if status.trusted else Seal.UNKNOWN), holder[:200]
    except _BREAKS:
        return Seal.BROKEN, ""


def main() -> None:
    """A line of JSON and the bytes on standard input; the seal as JSON on standard output."""
    import resource

    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        with suppress(ValueError, OSError):  # a system that knows no such limit still has the time that callers wait
            resource.setrlimit(limit, (most, most))
    asked = json.loads(sys.stdin.buffer.readline())
    roots = [base64.b64decode(root) for root in asked["roots"]]
    seal, signer = seal_of(sys.stdin.buffer.read(), datetime.fromisoformat(asked["at"]), roots)
    sys.stdout.write(json.dumps({"seal": seal.value, "signer": signer}))


if __name__ == "__main__":
    main()
