"""What a new dossier is made of, as plain values that every face fills in the same way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class PartyInput:
    """A person or organisation as typed."""

    kind: str
    full_name: str
    identity_kind: str = ""
    identity_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    identity_confirmed: str = ""  # vneid, card, database


@dataclass(frozen=True)
class PaperInput:
    """A paper that was handed in (giấy tờ nộp): under a requirement of the procedure, or with a name of its own; or one that
    the person's store of electronic papers holds, with its code there."""

    requirement: str = ""
    name: str = ""
    from_store: bool = False
    store_code: str = ""


@dataclass(frozen=True)
class NewDossier:
    """A dossier as filed. Codes are the public ones; ``receiving_agency`` empty means the usual counter."""

    procedure: str
    agency: str
    channel: str
    applicant: PartyInput
    co_applicants: Sequence[PartyInput] = ()
    representative: PartyInput | None = None
    documents: Sequence[PaperInput] = ()
    notify_zalo: bool = False
    notify_whom: str = "owner"  # owner, representative, both
    receiving_agency: str = ""
    commune: str = ""
    term_variant: str = ""
    summary: str = ""
    submitted_at: datetime | None = None


@dataclass(frozen=True)
class MirroredDossier:
    """A dossier that another system settles, in that system's words.

    A moment told as a mere day is the beginning of that day for what began, and the end of its office hours for what
    was to end or ended. ``notify_zalo`` None leaves the choice as it is (no, for a new dossier).
    """

    procedure: str
    agency: str
    status: str
    applicant: PartyInput
    source_version: int
    received_at: datetime | date | None = None
    due_at: datetime | date | None = None
    completed_at: datetime | date | None = None
    returned_at: datetime | date | None = None
    outcome: str = ""
    notify_zalo: bool | None = None
    summary: str = ""
