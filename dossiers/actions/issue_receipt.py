from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actors import Actor
from documents.actions.issue import NewPaper, issue
from documents.actions.void import void
from documents.forms.catalogue import PaperKind
from documents.models import IssuedPaper
from dossiers.acting import locked, ours, permit, record_beside
from dossiers.actions._entries import entry
from dossiers.actions._receipts import next_receipt
from dossiers.actions.collect_payment import ACT
from dossiers.forms import fee_receipt
from dossiers.forms.gathering import person_of
from dossiers.forms.signing_blocks import blocks
from dossiers.models import Charge, Collector, Dossier, Payment
from dossiers.money import stood_at
from dossiers.policies import DossierPolicy
from foundation.errors import Conflict, NotFound, NotPermitted
from foundation.local_time import now, to_local
from procedures.waiver_words import waived_words


@transaction.atomic
def issue_receipt(payment_id: UUID, *, actor: Actor) -> IssuedPaper:
    """Print the receipt of money that was taken (lập biên lai thu phí, lệ phí): signed and kept as it is, with the number that
    the money has; it says what stood when the money came, whenever it is printed. In the place of one that was voided comes one with the next number of the series.

    NotFound, NotPermitted, or Conflict (voided money, printed already, a certificate that cannot sign).
    """
    seen = Payment.objects.filter(id=payment_id, dossier__isnull=False).first()
    if seen is None or seen.dossier_id is None:
        raise NotFound("payment_not_found", _("Không có biên lai này, hoặc bạn không được xem."))
    dossier = locked(seen.dossier_id)
    ours(dossier)
    policy = DossierPolicy.of(actor)
    permit(policy, ACT, dossier, _("Vị trí của bạn không lập biên lai của hồ sơ này."))
    payment = entry(payment_id)
    if payment.voided_at is not None:
        raise Conflict("voided_already", _("Biên lai này đã hủy rồi."))
    if receipts_of(payment).filter(voided_at=None).exists():
        raise Conflict(
            "issued_already", _("Khoản này đã có biên lai còn hiệu lực. Nếu biên lai sai, hãy hủy rồi lập lại.")
        )
    post = next((p for p in policy.grants.positions if p.id == dossier.acting_post), None) if policy.grants else None
    if post is None:
        raise NotPermitted("not_permitted", _("Vị trí của bạn không lập biên lai của hồ sơ này."))
    when = now()
    year, number = payment.year, payment.number
    if receipts_of(payment).exists():
        year, number = next_receipt(payment.agency_id, to_local(when))
    paper = issue(
        NewPaper(
            PaperKind.FEE_RECEIPT, ("dossier", dossier.id), dossier.receiving_agency, _fields(dossier, payment),
            blocks(PaperKind.FEE_RECEIPT, None, post, str(post.user)), [dossier.agency_id, dossier.receiving_agency_id],
            payment.id, (year, number, f"{number:07}"),
        ),
        user_id=actor.user_id, at=when,
    )  # fmt: skip
    record_beside(dossier, "dossier.paper_issued", actor=actor, at=when, paper_id=paper.id, kind=paper.kind)
    return paper


def void_receipt(payment: Payment, dossier: Dossier, *, reason: str, actor: Actor, at: datetime) -> None:
    """What was printed of money that is being voided is void with it."""
    for paper in receipts_of(payment).filter(voided_at=None):
        void(paper.id, subject_id=dossier.id, user_id=actor.user_id, reason=reason, at=at)
        record_beside(dossier, "dossier.paper_voided", actor=actor, at=at, paper_id=paper.id, kind=paper.kind)


def receipts_of(payment: Payment) -> QuerySet[IssuedPaper]:
    """The receipts that were printed of a payment."""
    return IssuedPaper.objects.filter(
        subject_id=payment.dossier_id or payment.id, kind=PaperKind.FEE_RECEIPT.value, occasion=payment.id
    )


def _fields(dossier: Dossier, payment: Payment) -> dict[str, object]:
    stood, agency = stood_at(dossier.id, payment), dossier.receiving_agency
    known = Collector.objects.filter(agency=agency).first() or Collector()
    with translation.override("vi"):
        method = str(Payment.Method(payment.method).label)
    money = fee_receipt.Money(
        payment.amount, [_line(c) for c in stood.charges], stood.owed, stood.before, stood.left, stood.over, method,
        payment.bank_reference, min(payment.paid_at, payment.recorded_at),
    )  # fmt: skip
    issuer = fee_receipt.Issuer(agency.name, agency.address, known.tax_code, known.form_symbol, known.symbol)
    return fee_receipt.fields(dossier.code or "", person_of(dossier), money, issuer)


def _line(charge: Charge) -> fee_receipt.Line:
    waived = charge.explanation.get("waived")
    if not waived:
        return fee_receipt.Line(charge.name, charge.full, charge.due)
    with translation.override("vi"):
        words = f"{waived_words(waived)}: {waived['rule']} ({waived['citation']})"
    return fee_receipt.Line(charge.name, charge.full, charge.due, words)
