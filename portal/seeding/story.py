"""One invented dossier: where it is settled, whose it is, what happened to it."""

from dataclasses import dataclass, field
from uuid import UUID

from accounts.models import Agency, ApiClient, Commune, Position
from accounts.roles import Role
from portal.seeding.houses import House
from portal.seeding.invented.people import Company, Person
from portal.seeding.lives.life import By, Life
from portal.seeding.lives.living import Setting
from procedures.models import ProcedureVersion


@dataclass(eq=False)
class Member:
    """A person or organisation of the dossier, as written in it. ``notify``: told what happens."""

    role: str
    whose: Person | Company
    notify: bool
    typed: str = ""  # the phone as typed, where it cannot be dialled

    @property
    def person(self) -> Person:
        return self.whose.contact if isinstance(self.whose, Company) else self.whose


@dataclass(eq=False)
class Story:
    """What the rows are written from. ``zalo``: wishes to be told on Zalo."""

    house: House
    version: ProcedureVersion
    variant: str
    agency: Agency
    counter: Agency
    commune: Commune | None
    channel: str
    summary: str
    members: list[Member]
    zalo: bool
    life: Life
    setting: Setting | None  # None where another system's clock runs
    system: str = ""  # another system's name and code
    code: str = ""


@dataclass(frozen=True, slots=True)
class Doer:
    """Who an event names."""

    kind: str
    user: UUID | None = None
    position: UUID | None = None
    client: int | None = None


@dataclass
class Staffing:
    """Who does what in a province."""

    house: House
    portal: ApiClient
    police: ApiClient
    by_post: dict[tuple[str, UUID], Position] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for position in self.house.posts.values():
            self.by_post[(position.role, position.agency_id)] = position

    def position(self, by: By, story: Story) -> Position | None:
        """The post in which this is done to this dossier; None for systems and our own clock."""
        here, there = story.agency.id, story.counter.id
        places = {
            By.GUIDE: [(Role.GUIDE, there), (Role.RECEPTIONIST, there)],
            By.RECEPTIONIST: [(Role.RECEPTIONIST, there)],
            By.HEAD: [(Role.UNIT_HEAD, here), (Role.SIGNER, here)],
            By.OFFICER: [(Role.CASE_OFFICER, here)],
            By.SIGNER: [(Role.SIGNER, here)],
            By.CLERK: [(Role.CLERK, here), (Role.SIGNER, here)],
            By.RETURNER: [(Role.RETURNER, there), (Role.RECEPTIONIST, there)],
            By.CASHIER: [(Role.CASHIER, there), (Role.RECEPTIONIST, there)],
        }.get(by, [])
        found = [self.by_post[place] for place in places if place in self.by_post]
        if places and not found:
            raise LookupError(f"nobody at {story.agency.code} or {story.counter.code} may act as {by}")
        return found[0] if found else None

    def doer(self, by: By, story: Story) -> Doer:
        """Who the event of such an act names."""
        if by is By.CLOCK:
            return Doer("system")
        if by in (By.PORTAL, By.ELSEWHERE):
            client = self.portal if by is By.PORTAL else self.police
            return Doer("client", client=client.pk)
        position = self.position(by, story)
        assert position is not None
        return Doer("staff", position.user_id, position.id)
