"""Is a PDF the one that was issued, and does its signature hold."""

import base64
import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from asn1crypto import pem
from django.conf import settings
from django.core.files.storage import default_storage

from documents import seal_reader
from documents.models import IssuedPaper
from documents.own_thread import in_own_thread
from documents.seal_reader import Seal, seal_of
from documents.signing import CannotSign, configured

log = structlog.get_logger(__name__)
LONGEST = 20.0  # seconds that anybody waits for the reader


@dataclass(frozen=True)
class Judgement:
    """``same``: byte for byte what was issued."""

    same: bool
    seal: Seal
    signer: str = ""

    def confirms(self, paper: IssuedPaper) -> bool:
        """Whether these are the bytes that were issued, with the seal that was put on them, if one was."""
        if not self.same or self.seal is Seal.BROKEN:
            return False
        return not paper.signed_by or (self.seal is not Seal.NONE and self.signer == paper.signed_by)


def of_kept(paper: IssuedPaper) -> Judgement | None:
    """The paper as it lies here; None where its file is lost."""
    try:
        with default_storage.open(paper.file.storage_key, "rb") as kept:
            content = kept.read()
    except OSError as error:
        log.error("issued_paper_lost", paper=str(paper.id), error=type(error).__name__)
        return None
    same = hashlib.sha256(content).hexdigest() == paper.file.sha256
    return _judged(same, content, paper)


def of_bytes(content: bytes, paper: IssuedPaper) -> Judgement:
    """A PDF that somebody holds, against the paper that it is said to be. Bytes that are not ours are read by a program
    apart (half a second)."""
    return _judged(hashlib.sha256(content).hexdigest() == paper.file.sha256, content, paper)


def _judged(same: bool, content: bytes, paper: IssuedPaper) -> Judgement:
    roots = _roots()
    if same:
        return Judgement(True, *in_own_thread(seal_of, content, paper.issued_at, roots))
    return Judgement(False, *_apart(content, paper.issued_at, roots))


def _apart(content: bytes, at: datetime, roots: Sequence[bytes]) -> tuple[Seal, str]:
    """The same by a program with little memory and time: bytes that burst it are broken, and that is all."""
    asked = {"at": at.isoformat(), "roots": [base64.b64encode(root).decode() for root in roots]}
    try:
        done = subprocess.run(
            [sys.executable, "-P", seal_reader.__file__], input=json.dumps(asked).encode() + b"\n" + content,
            capture_output=True, timeout=LONGEST, check=True, env={},
        )  # fmt: skip
        told = json.loads(done.stdout)
        return Seal(told["seal"]), str(told["signer"])
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        log.warning("signature_unreadable", error=type(error).__name__)
        return Seal.BROKEN, ""


def trusted() -> list[bytes]:
    """The authorities of ``SIGNING_TRUST`` (a PEM file), else those that came with our own certificate (DER). OSError or
    ValueError where nobody can read that file."""
    if settings.SIGNING_TRUST:
        content = Path(settings.SIGNING_TRUST).read_bytes()
        return [der for _kind, _headers, der in pem.unarmor(content, multiple=True)]
    try:
        identity = configured()
    except CannotSign:
        return []
    return [authority.dump() for authority in identity.authorities] if identity else []


def _roots() -> list[bytes]:
    """None where the file went away after the start: seals then count as by somebody unknown, and the page still answers."""
    try:
        return trusted()
    except (OSError, ValueError) as error:
        log.error("signing_trust_unreadable", error=type(error).__name__)
        return []
