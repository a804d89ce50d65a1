"""Issued papers, each list with the index that serves it."""

import re
from uuid import UUID

from django.db.models import QuerySet

from documents.forms.catalogue import PaperKind
from documents.models import IssuedPaper
from documents.tokens import digest_of

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
MOST = 100  # papers of one subject that a page shows


def papers_of(subject_kind: str, subject_id: UUID) -> QuerySet[IssuedPaper]:
    """What was issued about one thing, newest first. Index ``issued_paper_subject``."""
    rows = IssuedPaper.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return rows.select_related("file", "issued_by", "replaces", "agency").order_by("-id")


def register_print(paper_id: UUID) -> IssuedPaper | None:
    """A printed stretch of a book; None for any other paper. By primary key."""
    rows = IssuedPaper.objects.filter(id=paper_id, subject_kind="agency", kind=PaperKind.REGISTER.value)
    return rows.select_related("file", "agency").first()


def paper_by_token(token: str) -> IssuedPaper | None:
    """The paper whose address holds this token; None for any other text. By the unique digest."""
    if not _TOKEN.fullmatch(token):
        return None
    rows = IssuedPaper.objects.select_related("file", "agency", "province", "replaces")
    return rows.filter(token_digest=digest_of(token)).first()


def replacement_of(paper: IssuedPaper) -> IssuedPaper | None:
    """The paper that was issued instead of a voided one."""
    return IssuedPaper.objects.filter(replaces=paper).first()
