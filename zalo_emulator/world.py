"""What exists at this moment, and the ways to find it."""

import asyncio
import hashlib
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from zalo_emulator.clock import Clock
from zalo_emulator.model import App, OfficialAccount, Person, Sent, Template, Tie


def lasting(name: str, count: int) -> str:
    """Digits that are the same after every start: products remember these ids."""
    low = 10 ** (count - 1)
    return str(low + int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % (9 * low))


_STARTING = (
    "oas", "people", "templates", "legacy_replies", "legacy_messages", "expired_as_216", "signing", "duplicates",
    "reorder_seconds", "minute",
)  # fmt: skip


@dataclass
class World:
    app: App
    oas: dict[str, OfficialAccount]
    people: dict[str, Person]
    templates: dict[str, Template]
    clock: Clock = field(default_factory=Clock)
    # Seeded from the system unless asked: message ids of two runs must differ, for the product keeps the old ones.
    chance: random.Random = field(default_factory=random.Random)
    rate_limited: bool = True
    receipt_delay: float = 0.8
    echo_delay: float = 0.05
    legacy_replies: bool = False  # eight answers in 48 hours, as before 2026
    legacy_messages: bool = False  # transaction and promotion messages, as before 2026-03-01
    expired_as_216: bool = False
    signing: str = "normal"
    duplicates: int = 1
    reorder_seconds: float = 0.0
    messages: list[Sent] = field(default_factory=list)
    by_message: dict[str, Sent] = field(default_factory=dict)
    uploads: dict[str, tuple[str, float]] = field(default_factory=dict)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    user_tokens: dict[str, tuple[str, float]] = field(default_factory=dict)
    user_refresh: dict[str, tuple[str, float]] = field(default_factory=dict)
    phone_codes: dict[str, tuple[str, float]] = field(default_factory=dict)
    ratings: list[dict[str, Any]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Any] = field(default_factory=list)
    deliveries: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=5_000))
    watchers: set["asyncio.Queue[str]"] = field(default_factory=set)
    minute: tuple[int, int] = (0, 0)
    notices: list[str] = field(default_factory=list)
    dirty: bool = False
    fresh: Callable[[], "World"] | None = None

    def __post_init__(self) -> None:
        self.index()

    def index(self) -> None:
        """Build the ways of finding anew."""
        self.by_phone = {p.phone: p for p in self.people.values()}
        self.by_hash = {hashlib.sha256(p.phone.encode()).hexdigest(): p for p in self.people.values()}
        self.by_user: dict[str, tuple[Person, str]] = {}
        self.by_token = {token: oa for oa in self.oas.values() for token in oa.old_tokens}
        self.by_token |= {oa.grant.access_token: oa for oa in self.oas.values() if oa.grant}
        self.by_message = {m.id: m for m in self.messages}
        for person in self.people.values():
            self._index_ids(person)

    def _index_ids(self, person: Person) -> None:
        for oa_id in self.oas:
            self.by_user[lasting(f"{oa_id}/{person.id}", 19)] = (person, oa_id)

    def start_again(self) -> None:
        """As at the start: people, accounts, templates, time; nothing sent, no faults, no odd modes."""
        if self.fresh is None:
            return
        new = self.fresh()
        url = self.app.webhook_url
        for name in (*_STARTING, "app"):
            setattr(self, name, getattr(new, name))
        self.app.webhook_url = url
        for filled in (self.messages, self.faults, self.deliveries, self.notices, self.ratings, self.responses):
            filled.clear()
        for held in (self.uploads, self.codes, self.user_tokens, self.user_refresh, self.phone_codes):
            held.clear()
        self.clock.offset = 0.0
        self.clock.forget_jobs()
        self.index()

    def digits(self, count: int = 19) -> str:
        return str(self.chance.randrange(10 ** (count - 1), 10**count))

    def hex(self, count: int = 20) -> str:
        return f"{self.chance.getrandbits(count * 4):0{count}x}"

    def token(self) -> str:
        return self.hex(64)

    def tie(self, person: Person, oa: OfficialAccount) -> Tie:
        """How the account knows the person; made at the first meeting."""
        tie = person.ties.get(oa.oa_id)
        if tie is None:
            tie = Tie(lasting(f"{oa.oa_id}/{person.id}", 19), lasting(f"app/{person.id}", 18))
            person.ties[oa.oa_id] = tie
            self.by_user[tie.user_id] = (person, oa.oa_id)
        return tie

    def add_person(self, person: Person) -> None:
        self.people[person.id] = person
        self.by_phone[person.phone] = person
        self.by_hash[hashlib.sha256(person.phone.encode()).hexdigest()] = person
        self._index_ids(person)

    def add_oa(self, oa: OfficialAccount) -> None:
        self.oas[oa.oa_id] = oa
        self.index()

    def tell(self, what: str) -> None:
        """Let the open pages know that something changed."""
        self.dirty = True
        for watcher in self.watchers:
            if watcher.qsize() < 100:
                watcher.put_nowait(what)
