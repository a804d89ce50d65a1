from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from documents.actions.issue import NewPaper, issue
from documents.forms.catalogue import PaperKind
from documents.models import IssuedPaper
from dossiers.acting import check_version, locked, ours, record_beside
from dossiers.forms import apology, receipt, refusal, stop, supplement
from dossiers.forms.control import fields as control_fields
from dossiers.forms.facts import Facts
from dossiers.forms.gathering import facts_of, occasion_of, standing_of
from dossiers.forms.rules import OF_DOSSIERS, fits
from dossiers.forms.signing_blocks import blocks
from dossiers.forms.typed import checked_typed
from dossiers.handing import handed_over, took_part
from dossiers.models import Dossier
from dossiers.paper_policies import PaperPolicy
from events.models import Event
from events.queries import of_subject
from foundation.errors import Conflict, InvalidInput, NotPermitted
from foundation.local_time import now

_FIELDS: dict[PaperKind, Callable[[Facts, Mapping[str, str]], dict[str, Any]]] = {
    PaperKind.RECEIPT: receipt.fields, PaperKind.SUPPLEMENT: supplement.fields, PaperKind.REFUSAL: refusal.fields,
    PaperKind.APOLOGY: apology.fields, PaperKind.STOP: stop.fields,
}  # fmt: skip


@transaction.atomic
def issue_form(
    dossier_id: UUID, kind: PaperKind, *, actor: Actor, typed: Mapping[str, str], expected_version: int | None = None
) -> IssuedPaper:
    """Issue a form of a dossier (phát hành phiếu; TT 03/2025/TT-VPCP): numbered, printed, signed and kept as it is.

    ``typed``: what the official adds, by the names of ``dossiers.forms.typed``. NotFound, Stale, NotPermitted, Conflict
    (another system's dossier, nothing to tell, told already, a certificate that cannot sign) or InvalidInput.
    """
    dossier = locked(dossier_id)
    check_version(dossier, expected_version)
    ours(dossier)
    if kind not in OF_DOSSIERS:
        raise InvalidInput.on("kind", "unknown", _("Không có mẫu phiếu này."))
    record = list(of_subject("dossier", dossier.id))
    post = PaperPolicy.of(actor).post_to_issue(kind, dossier, record)
    if post is None:
        raise NotPermitted("not_permitted", _("Vị trí của bạn không phát hành được phiếu này của hồ sơ này."))
    occasion = _checked_occasion(kind, dossier, record)
    when = now()
    facts = facts_of(dossier, occasion, post)
    fields = _fields(kind, dossier, facts, record, checked_typed(kind, typed))
    receiving = kind in (PaperKind.RECEIPT, PaperKind.CONTROL)
    paper = issue(
        NewPaper(
            kind, ("dossier", dossier.id), dossier.receiving_agency if receiving else post.agency, fields,
            blocks(kind, facts, post, str(post.user)), [dossier.agency_id, dossier.receiving_agency_id],
            occasion.id if occasion else None,
        ),
        user_id=actor.user_id, at=when,
    )  # fmt: skip
    dossier.acting_post = post.id
    record_beside(dossier, "dossier.paper_issued", actor=actor, at=when, paper_id=paper.id, kind=paper.kind)
    return paper


def _checked_occasion(kind: PaperKind, dossier: Dossier, record: Sequence[Event]) -> Event | None:
    """What the form is about; Conflict where there is nothing, or a valid paper says it already."""
    if not fits(kind, standing_of(dossier, record)):
        raise Conflict(
            "nothing_to_tell", _("Hồ sơ đang ở tình trạng «%(status)s» nên chưa có gì để lập phiếu này.") % {"status": dossier.status_name},
        )  # fmt: skip
    occasion = occasion_of(kind, record)
    if occasion is not None:
        same = IssuedPaper.objects.filter(subject_id=dossier.id, kind=kind.value, occasion=occasion.id, voided_at=None)
        if (standing := same.first()) is not None:
            raise Conflict(
                "issued_already", _("Đã có phiếu số %(number)s còn hiệu lực. Nếu phiếu đó sai, hãy hủy rồi lập lại.") % {"number": standing.number},
            )  # fmt: skip
    return occasion


def _fields(
    kind: PaperKind, dossier: Dossier, facts: Facts, record: Sequence[Event], typed: Mapping[str, str]
) -> dict[str, Any]:
    if kind is PaperKind.CONTROL:
        return control_fields(facts, handed_over(dossier, record), took_part(dossier))
    return _FIELDS[kind](facts, typed)
