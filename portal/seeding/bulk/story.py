"""One invented dossier: where, who, what happened to it, and the names that its rows share."""

import random
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from foundation.local_time import to_local
from portal.seeding.bulk.copying import NULL, key
from portal.seeding.bulk.crowd import Person
from portal.seeding.bulk.places import Place
from portal.seeding.lives import By, Habit, Life, Step, arrival, live

ZALO_SHARE = 0.97  # of those who file, so many want to be told by Zalo
SPAN = 150.0  # days over which the filings are spread
HABIT = Habit(assigned_by_head=0.3, supplement=0.14, pays=0.2, records_result=0.0)


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
    code: str = ""
    seqs: list[int] = field(default_factory=list)

    @property
    def counter(self) -> tuple[uuid.UUID, date] | None:
        """The agency's day that numbers this dossier; None before acceptance."""
        accepted = self.life.state.accepted_at
        return None if accepted is None else (self.place.agency.id, to_local(accepted).date())


def millisecond(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def tell(chance: random.Random, place: Place, person: Person, now: datetime, span: float = SPAN) -> Story:
    """Invent one, filed within the last ``span`` days."""
    channel = chance.choices(["counter", "national_portal", "online", "post"], [50, 35, 10, 5])[0]
    afar = channel in ("national_portal", "online")
    filed = arrival(chance, place.setting.counter, now, span, afar=afar)
    life = live(
        chance, place.setting, HABIT, now, filed, By.PORTAL if afar else By.RECEPTIONIST, at_once=channel == "counter"
    )  # fmt: skip
    at = millisecond(filed)
    return Story(place, person, life, key(at), key(at), channel, chance.random() < ZALO_SHARE)


def expiry(moment: datetime) -> datetime:
    """How long a rating stays open."""
    return moment + timedelta(days=30)


def actor_of(story: Story, step: Step) -> tuple[str, str]:
    """The kind of actor, and the official (NULL for systems)."""
    names = story.place.names
    match step.by:
        case By.PORTAL:
            return "client", NULL
        case By.CLOCK:
            return "system", NULL
        case By.OFFICER:
            return "staff", names.officer
        case By.HEAD | By.SIGNER | By.CLERK:
            return "staff", names.head
        case By.RETURNER:
            return "staff", names.returner
        case _:
            return "staff", names.receptionist


def account_of(story: Story, step: Step) -> str:
    """The official who did it, NULL for systems."""
    return actor_of(story, step)[1]
