"""One invented dossier: where, who, what happened to it, and the names that its rows share."""

import random
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from calendars.due import due
from calendars.terms import ClockRules
from dossiers.states import Status
from foundation.local_time import to_local
from portal.seeding.bulk.copying import key
from portal.seeding.bulk.crowd import Person
from portal.seeding.bulk.places import Place
from portal.seeding.lives import Life, live

ZALO_SHARE = 0.97  # of those who file, so many want to be told by Zalo
GRANTED_SHARE = 0.94
REASONS = [
    "Bản sao văn bằng chưa chứng thực; hãy nộp bản sao có chứng thực.",
    "Thiếu sơ đồ vị trí; hãy bổ sung bản vẽ có chữ ký của chủ đầu tư.",
    "Nộp phí thẩm định theo thông báo kèm theo.",
]


@dataclass(slots=True)
class Story:
    """What the sheets are written from. ``seqs`` and ``code`` are given once all stories of a batch are known."""

    place: Place
    person: Person
    life: Life
    id: str
    party: str
    channel: str
    zalo: bool
    outcome: str
    until: datetime | None  # how long the applicant may supplement
    code: str = ""
    seqs: list[int] = field(default_factory=list)

    @property
    def counter(self) -> tuple[uuid.UUID, date] | None:
        """The agency's day that numbers this dossier; None before acceptance."""
        if self.life.accepted_at is None:
            return None
        return self.place.agency.id, to_local(self.life.accepted_at).date()


def millisecond(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def tell(chance: random.Random, place: Place, person: Person, now: datetime) -> Story:
    """Invent one."""
    life = live(chance, place.calendar, place.term, place.rules, now)
    filed = millisecond(life.submitted_at)
    asked = "supplement" in life.status.value
    return Story(
        place, person, life, key(filed), key(filed),
        chance.choices(["counter", "national_portal", "online", "post"], [50, 35, 10, 5])[0],
        chance.random() < ZALO_SHARE,
        ("granted" if chance.random() < GRANTED_SHARE else "refused") if life.completed_at else "",
        due(place.calendar, life.moments[-1].at, place.window, ClockRules()) if asked else None,
    )  # fmt: skip


# What ends or holds a dossier up needs a reason; so does a refusal after appraisal.
ACTIONS = {
    "dossier.supplement_requested": "request_supplement", "dossier.payment_requested": "request_payment",
    "dossier.refused": "refuse", "dossier.withdrawn": "withdraw", "dossier.stopped": "stop",
}  # fmt: skip


def action_with_reason(story: Story, kind: str) -> str:
    """The act whose words a citizen reads; empty where the act needs none."""
    if kind == "dossier.completed" and story.outcome == "refused":
        return "complete"
    return ACTIONS.get(kind, "")


def expiry(moment: datetime) -> datetime:
    """How long a rating stays open."""
    return moment + timedelta(days=30)


ENDED = frozenset({Status.REFUSED, Status.WITHDRAWN, Status.STOPPED, Status.RETURNED})
