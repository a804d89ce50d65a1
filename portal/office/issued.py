"""The card «Phiếu» of the dossier's page: what was issued of it, and what may be issued or voided now."""

from collections.abc import Sequence

from documents.forms.editions import form_on
from documents.queries import MOST, papers_of
from dossiers.models import Dossier
from dossiers.paper_policies import PaperPolicy
from dossiers.policies import DossierPolicy
from events.models import Event
from foundation.local_time import today_local


def forms_of(row: Dossier, policy: DossierPolicy, record: Sequence[Event]) -> dict[str, object]:
    """The papers, newest first, each with its form, whether this official may void it, and what stands in its place;
    and the forms that may be issued. One query."""
    papers = PaperPolicy(policy.grants, policy.sees_people)
    issued = list(papers_of("dossier", row.id)[:MOST])
    instead = {paper.replaces_id: paper for paper in issued if paper.replaces_id}
    return {
        "papers": [
            (paper, paper.printed_by, papers.may_void(paper) and not paper.is_voided, instead.get(paper.id))
            for paper in issued
        ],
        "issuable": [(kind.value, form_on(kind, today_local())) for kind in papers.issuable(row, record, issued)],
    }
