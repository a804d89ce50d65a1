"""What the forms are made of: plain values, as they stand when a form is issued."""

from dataclasses import dataclass, field
from datetime import datetime

from documents.forms.words import NOTHING


@dataclass(frozen=True)
class Person:
    """Whom a form names, as written in the dossier; what is not known is a dash."""

    name: str
    identity: str = NOTHING
    address: str = NOTHING
    phone: str = NOTHING
    email: str = NOTHING


@dataclass(frozen=True)
class Unit:
    """An agency as a form names it."""

    name: str
    phone: str = ""


@dataclass(frozen=True)
class Facts:
    """One dossier and the event (``occasion_at``, with the ``reason`` that went with it) that a form is about."""

    code: str
    applicant: Person
    representative: Person | None
    procedure: str
    summary: str
    receiving: Unit
    competent: Unit
    term: str
    copies: int
    accepted_at: datetime | None = None
    due_at: datetime | None = None
    original_due_at: datetime | None = None
    supplement_until: datetime | None = None
    receipt_code: str = ""
    papers: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    occasion_at: datetime | None = None
    reason: str = ""
    withdrawn: bool = False  # the owner asked for the end, and not the agency
    volume: str = ""
    line: int | None = None
    post: Unit = field(default_factory=lambda: Unit(""))  # where the form is issued

    @property
    def subject(self) -> str:
        """Nội dung yêu cầu giải quyết: the procedure, and what is wanted of it."""
        return f"{self.procedure} ({self.summary})" if self.summary else self.procedure

    @property
    def contact(self) -> dict[str, str]:
        """Address, phone and mail of the owner."""
        who = self.applicant
        return {"dia_chi": who.address, "sdt": who.phone, "email": who.email}


def lines(text: str) -> list[str]:
    """The lines of a list as typed: without empty ones and without the dashes, dots and numbers before them."""
    found = []
    for line in text.splitlines():
        plain = line.strip().lstrip("-–•*+ ").strip()
        head, dot, rest = plain.partition(". ")
        plain = rest.strip() if dot and head.isdecimal() and len(head) < 3 else plain
        if plain:
            found.append(plain)
    return found
