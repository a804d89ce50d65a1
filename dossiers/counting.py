"""The same of rows: what a dossier counts for in the national index."""

from dossiers.counted import Counted, PaperFlags, counted, paper_flags
from dossiers.models import Attachment, Dossier, Party, Payment


def flags_of(row: Attachment) -> PaperFlags:
    """Of a paper; its ``source_result`` should be read with it."""
    number = row.source_result.number if row.source_result else None
    return paper_flags(
        has_file=row.file_id is not None, result_number=number, from_store=row.from_store, store_code=row.store_code
    )


def counted_of(dossier: Dossier) -> Counted:
    """Of a dossier; three queries."""
    papers = Attachment.objects.filter(dossier=dossier).select_related("source_result").defer("source_result__dossier")
    methods = Payment.objects.filter(dossier=dossier, voided_at=None).values_list("method", flat=True)
    owner = Party.objects.filter(dossier=dossier, role=Party.Role.APPLICANT).only("identity_confirmed", "kind").first()
    confirmed, person = (owner.identity_confirmed, owner.kind == Party.Kind.CITIZEN) if owner else ("", False)
    return counted([flags_of(row) for row in papers], list(methods), confirmed, person=person)
