"""What exists: one app, its official accounts, people, templates, messages."""

import asyncio
import hashlib
import random
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from zalo_emulator.clock import Clock


@dataclass
class App:
    app_id: str
    app_secret: str
    callback_url: str = ""
    webhook_url: str = ""
    webhook_enabled: bool = True
    fail_count: int = 0
    events_off: set[str] = field(default_factory=set)
    fixed_code_challenge: str = ""
    activated: bool = True


@dataclass
class Grant:
    access_token: str
    expires_at: float
    refresh_token: str
    refresh_expires_at: float


@dataclass
class OfficialAccount:
    oa_id: str
    name: str
    oa_secret: str
    province: str = ""
    verified: bool = True
    buttons_allowed: bool = True
    zca_linked: bool = True
    balance: int = 100_000_000
    daily_quota: int = 20_000
    remaining: int = 20_000
    quality: str = "HIGH"
    grant: Grant | None = None
    old_tokens: dict[str, float] = field(default_factory=dict)
    tags: dict[str, set[str]] = field(default_factory=dict)


@dataclass
class Tie:
    """One person as one account knows them."""

    user_id: str
    user_id_by_app: str
    follower: bool = False
    last_interaction: float = 0.0
    blocked: bool = False
    external_id: str = ""
    shared_info: dict[str, Any] = field(default_factory=dict)
    log: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Person:
    id: str
    name: str
    phone: str  # 84…
    has_zalo: bool = True
    can_receive: bool = True
    refused_oas: set[str] = field(default_factory=set)
    inactive: bool = False
    official: bool = False
    ties: dict[str, Tie] = field(default_factory=dict)


@dataclass
class Template:
    template_id: str
    name: str
    text: str
    params: dict[str, int]  # name -> greatest length
    by_phone: bool = True
    by_uid: bool = True
    status: str = "ENABLE"
    tag: str = "TRANSACTION"
    price: int = 120
    night_ok: bool = True
    daily_quota: int | None = None
    used_today: int = 0
    buttons: list[dict[str, str]] = field(default_factory=list)
    oa_id: str = ""


@dataclass(slots=True)
class Sent:
    """A message as it stands on the phone."""

    id: str
    at: float
    channel: str  # phone, uid, cs
    oa_id: str
    person_id: str
    phone: str
    tracking_id: str
    template_id: str
    data: dict[str, Any]
    text: str
    number: int
    delivered_at: float | None = None


def _lasting(name: str, count: int) -> str:
    """Digits that are the same after every start: products remember these ids."""
    low = 10 ** (count - 1)
    return str(low + int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % (9 * low))


@dataclass
class World:
    app: App
    oas: dict[str, OfficialAccount]
    people: dict[str, Person]
    templates: dict[str, Template]
    clock: Clock = field(default_factory=Clock)
    chance: random.Random = field(default_factory=lambda: random.Random(20261124))
    rate_limited: bool = True
    receipt_delay: float = 0.8
    messages: list[Sent] = field(default_factory=list)
    by_message: dict[str, Sent] = field(default_factory=dict)
    uploads: dict[str, float] = field(default_factory=dict)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    user_tokens: dict[str, str] = field(default_factory=dict)
    faults: list[Any] = field(default_factory=list)
    deliveries: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=20_000))
    watchers: set["asyncio.Queue[str]"] = field(default_factory=set)
    minute: tuple[int, int] = (0, 0)
    used_codes: set[str] = field(default_factory=set)
    notices: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_phone = {p.phone: p for p in self.people.values()}
        self.by_user = {t.user_id: (p, oa) for p in self.people.values() for oa, t in p.ties.items()}
        self.by_token = {oa.grant.access_token: oa for oa in self.oas.values() if oa.grant}

    def digits(self, count: int = 19) -> str:
        return str(self.chance.randrange(10 ** (count - 1), 10**count))

    def hex(self, count: int = 20) -> str:
        return f"{self.chance.getrandbits(count * 4):0{count}x}"

    def token(self) -> str:
        return self.hex(64)

    def tie(self, person: Person, oa: OfficialAccount) -> Tie:
        """How the account knows the person; made at the first meeting."""
        if oa.oa_id not in person.ties:
            tie = Tie(_lasting(f"{oa.oa_id}/{person.id}", 19), _lasting(f"app/{person.id}", 18))
            person.ties[oa.oa_id] = tie
            self.by_user[tie.user_id] = (person, oa.oa_id)
        return person.ties[oa.oa_id]

    def add_person(self, person: Person) -> None:
        self.people[person.id] = person
        self.by_phone[person.phone] = person

    def tell(self, what: str) -> None:
        """Let the open pages know that something changed."""
        for watcher in self.watchers:
            if watcher.qsize() < 100:
                watcher.put_nowait(what)
