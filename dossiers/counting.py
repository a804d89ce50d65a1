"""The same of rows: what a dossier counts for in the national index."""

from django.db.models import F

from dossiers.counted import Counted, PaperFlags, counted, paper_flags, together
from dossiers.models import Attachment, Dossier, Party, Payment


def flags_of(row: Attachment) -> PaperFlags:
    """Of what was written down of a paper: the same for whoever reads it, whether or not they may see the dossier that a
    result used again comes from."""
    return paper_flags(
        has_file=row.file_id is not None, reused=row.source_result_id is not None, from_store=row.from_store,
        code=row.store_code,
    )  # fmt: skip


def counted_of(dossier: Dossier) -> Counted:
    """Of a dossier; three queries."""
    papers = Attachment.objects.filter(dossier=dossier).select_related("requirement")
    written = together((row.requirement.code if row.requirement else "", flags_of(row)) for row in papers)
    stand = Payment.objects.filter(dossier=dossier, voided_at=None, refunded__lt=F("amount"))
    methods = stand.values_list("method", flat=True)
    owner = Party.objects.filter(dossier=dossier, role=Party.Role.APPLICANT).only("identity_confirmed", "kind").first()
    confirmed, person = (owner.identity_confirmed, owner.kind == Party.Kind.CITIZEN) if owner else ("", False)
    return counted(written, list(methods), confirmed, person=person)
