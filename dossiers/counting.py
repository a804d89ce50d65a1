"""The same of rows: what a dossier counts for in the national index."""

from dossiers.counted import ONLINE, Counted, PaperFlags, counted, paper_flags, together
from dossiers.models import Attachment, Dossier, Party
from dossiers.money import balance_of
from dossiers.transfers import open_disputes


def flags_of(row: Attachment) -> PaperFlags:
    """Of what was written down of a paper: the same for whoever reads it, whether or not they may see the dossier that a
    result used again comes from."""
    return paper_flags(
        has_file=row.file_id is not None, reused=row.source_result_id is not None, from_store=row.from_store,
        code=row.store_code,
    )  # fmt: skip


def _settling(dossier: Dossier) -> list[str]:
    """The ways of the payments without a counter, where these alone settle what is owed: money that is looked into or was given
    back counts for nothing, nor does one without a reference, which only a person says was paid so."""
    balance = balance_of(dossier.id)
    disputed = open_disputes(balance.payments)
    online = [
        p for p in balance.payments
        if p.kept and p.method in ONLINE and p.bank_reference and p.id not in disputed
    ]  # fmt: skip
    settled = balance.owed > 0 and sum(p.kept for p in online) >= balance.owed
    return [p.method for p in online] if settled else []


def counted_of(dossier: Dossier) -> Counted:
    """Of a dossier; five queries at most."""
    papers = Attachment.objects.filter(dossier=dossier).select_related("requirement")
    written = together((row.requirement.code if row.requirement else "", flags_of(row)) for row in papers)
    methods = _settling(dossier)
    owner = Party.objects.filter(dossier=dossier, role=Party.Role.APPLICANT).only("identity_confirmed", "kind").first()
    confirmed, person = (owner.identity_confirmed, owner.kind == Party.Kind.CITIZEN) if owner else ("", False)
    return counted(written, methods, confirmed, person=person)
