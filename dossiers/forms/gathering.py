"""Reading what a form needs off a dossier and its record."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import Agency, Position
from calendars.terms import Term, TermUnit
from documents.forms.catalogue import PaperKind
from documents.forms.words import NOTHING
from dossiers.clocking import promised_on
from dossiers.forms.facts import Facts, Person, Unit
from dossiers.forms.register import volume
from dossiers.forms.rules import OCCASIONS, Standing
from dossiers.models import Dossier, Party
from dossiers.register import line_of
from events.models import Event
from foundation.local_time import to_local
from foundation.spoken_time import phone
from procedures.terms import promise_at

_UNITS = {
    TermUnit.WORKING_DAYS: "ngày làm việc", TermUnit.DAYS: "ngày", TermUnit.WORKING_HOURS: "giờ làm việc",
    TermUnit.MONTHS: "tháng",
}  # fmt: skip


def standing_of(dossier: Dossier, record: Sequence[Event]) -> Standing:
    """What the rules ask; ``record``: the dossier's events."""
    asked = any(e.kind in OCCASIONS[PaperKind.SUPPLEMENT] for e in record)
    return Standing(dossier.state, dossier.accepted_at is not None, dossier.outcome, dossier.extended, asked)


def occasion_of(kind: PaperKind, record: Sequence[Event]) -> Event | None:
    """The event that the form is about now: the last of its kinds."""
    return next((e for e in reversed(record) if e.kind in OCCASIONS[kind]), None)


def facts_of(dossier: Dossier, occasion: Event | None, at_post: Position) -> Facts:
    """The facts of a dossier that stands locked, for a form about ``occasion`` issued in this post."""
    parties = list(dossier.parties.all())
    version = dossier.version_of_procedure
    remark = dossier.remarks.filter(event_id=occasion.id).first() if occasion else None
    field = dossier.procedure.field.name
    accepted = dossier.accepted_at
    return Facts(
        code=dossier.code or "", applicant=_person(parties, Party.Role.APPLICANT) or Person(dossier.applicant_name),
        representative=_person(parties, Party.Role.REPRESENTATIVE), procedure=version.name, summary=dossier.summary,
        receiving=_unit(dossier.receiving_agency), competent=_unit(dossier.agency), term=_term(dossier),
        copies=version.copies, accepted_at=accepted, due_at=dossier.due_at, original_due_at=dossier.original_due_at,
        supplement_until=_until(dossier, occasion), receipt_code=dossier.receipt_code,
        papers=tuple(a.name for a in dossier.attachments.all()),
        requirements=tuple(r.name for r in version.requirements.all() if not r.condition),
        occasion_at=occasion.occurred_at if occasion else None, reason=remark.reason if remark else "",
        withdrawn=occasion is not None and occasion.kind == "dossier.withdrawn",
        volume=volume(field, to_local(accepted).year) if accepted else "", line=line_of(dossier) if accepted else None,
        post=_unit(at_post.agency),
    )  # fmt: skip


def person_of(dossier: Dossier) -> Person:
    """The owner of a dossier, as forms name them."""
    return _person(list(dossier.parties.all()), Party.Role.APPLICANT) or Person(dossier.applicant_name)


def _until(dossier: Dossier, occasion: Event | None) -> datetime | None:
    """Until when what was asked for may be handed in, as the event that asked says."""
    told = occasion.data.get("until") if occasion else None
    return datetime.fromisoformat(told) if told else None


def _person(parties: Sequence[Party], role: str) -> Person | None:
    party = next((p for p in parties if p.role == role), None)
    if party is None:
        return None
    number = phone(party.phone) if party.phone else party.phone_typed
    return Person(
        party.full_name, party.identity_number or NOTHING, party.address or NOTHING, number or NOTHING,
        party.email or NOTHING,
    )  # fmt: skip


def _unit(agency: Agency) -> Unit:
    return Unit(agency.name, agency.phone)


def _term(dossier: Dossier) -> str:
    version = dossier.version_of_procedure
    if version.no_due_date:
        return "không quy định"
    day = promised_on(dossier)
    return in_words(promise_at(version, dossier.term_variant, dossier.province_id, dossier.commune_id, day).term)


def in_words(term: Term) -> str:
    """``15 ngày làm việc``; ``trong ngày làm việc`` for what is settled on the same day."""
    if term.unit is TermUnit.SAME_DAY:
        return "trong ngày làm việc"
    return f"{term.amount.normalize():f} {_UNITS[term.unit]}".replace(".", ",")
