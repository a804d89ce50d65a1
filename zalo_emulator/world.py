"""What exists at this moment, and the ways to find it."""

import hashlib
import random
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zalo_emulator.clock import Clock
from zalo_emulator.model import App, Delivery, OfficialAccount, Person, Sent, Template, Tie, Upload

if TYPE_CHECKING:
    from zalo_emulator.faults import Fault
    from zalo_emulator.store import Store
    from zalo_emulator.watching import Watcher

# What memory holds of messages, of tracking ids (for counting doubles), and of one talk.
MESSAGES, TRACKED, LINES = 100_000, 500_000, 1_000


def lasting(name: str, count: int) -> str:
    """Digits that are the same after every start: products remember these ids."""
    low = 10 ** (count - 1)
    return str(low + int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % (9 * low))


_STARTING = (
    "app", "oas", "people", "templates", "legacy_replies", "legacy_messages", "expired_as_216", "signing",
    "duplicates", "reorder_seconds", "minute", "arrived", "delivered", "tracked", "unique", "doubled", "last_number",
)  # fmt: skip
_HELD = (
    "messages", "by_message", "uploads", "codes", "user_tokens", "user_refresh", "phone_codes", "place_codes",
    "ratings", "responses", "outbox", "faults", "deliveries", "notices",
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
    address: str = "http://127.0.0.1:8100"  # ours, for the pictures that people send
    rate_limited: bool = True
    receipt_delay: float = 0.8
    echo_delay: float = 0.05
    legacy_replies: bool = False  # eight answers in 48 hours, as before 2026
    legacy_messages: bool = False  # transaction and promotion messages, as before 2026-03-01
    expired_as_216: bool = False
    signing: str = "normal"
    duplicates: int = 1
    reorder_seconds: float = 0.0
    messages: deque[Sent] = field(default_factory=deque)
    by_message: dict[str, Sent] = field(default_factory=dict)
    arrived: Counter[str] = field(default_factory=Counter)  # by channel, since the start
    delivered: int = 0
    tracked: dict[str, int] = field(default_factory=dict)  # how often each tracking id arrived
    unique: int = 0
    doubled: int = 0
    last_number: int = 0
    uploads: dict[str, Upload] = field(default_factory=dict)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    user_tokens: dict[str, tuple[str, float]] = field(default_factory=dict)
    user_refresh: dict[str, tuple[str, float]] = field(default_factory=dict)
    phone_codes: dict[str, tuple[str, float]] = field(default_factory=dict)
    place_codes: dict[str, tuple[str, float]] = field(default_factory=dict)
    ratings: dict[str, dict[str, Any]] = field(default_factory=dict)
    responses: dict[str, dict[str, Any]] = field(default_factory=dict)
    outbox: dict[str, Delivery] = field(default_factory=dict)
    faults: list["Fault"] = field(default_factory=list)
    deliveries: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=5_000))
    notices: deque[str] = field(default_factory=lambda: deque(maxlen=50))
    watchers: set["Watcher"] = field(default_factory=set)
    minute: tuple[int, int] = (0, 0)
    store: "Store | None" = None
    fresh: Callable[[], "World"] | None = None

    def __post_init__(self) -> None:
        self.index()

    def index(self) -> None:
        """Build the ways of finding anew."""
        self.by_phone = {p.phone: p for p in self.people.values()}
        self.by_hash = {hashlib.sha256(p.phone.encode()).hexdigest(): p for p in self.people.values()}
        self.by_user: dict[str, tuple[Person, str]] = {}
        self.by_anonymous: dict[str, tuple[Person, str]] = {}
        self.by_token = {token: oa for oa in self.oas.values() for token in oa.old_tokens}
        self.by_token |= {oa.grant.access_token: oa for oa in self.oas.values() if oa.grant}
        for person in self.people.values():
            self._index_ids(person)

    def _index_ids(self, person: Person) -> None:
        for oa_id in self.oas:
            self.by_user[lasting(f"{oa_id}/{person.id}", 19)] = (person, oa_id)
            self.by_anonymous[lasting(f"anonymous/{oa_id}/{person.id}", 19)] = (person, oa_id)

    def start_again(self) -> None:
        """As at the start: people, accounts, templates, time; nothing sent, no faults, no odd modes."""
        if self.fresh is None:
            return
        new = self.fresh()
        url = self.app.webhook_url
        for name in _STARTING:
            setattr(self, name, getattr(new, name))
        self.app.webhook_url = url
        for name in _HELD:
            getattr(self, name).clear()
        self.clock.offset = 0.0
        self.clock.forget_jobs()
        self.index()
        if self.store:
            self.store.start_again(self)

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
            self.changed("person", person.id)
        return tie

    def add_person(self, person: Person) -> None:
        self.people[person.id] = person
        self.by_phone[person.phone] = person
        self.by_hash[hashlib.sha256(person.phone.encode()).hexdigest()] = person
        self._index_ids(person)
        self.changed("person", person.id)

    def add_oa(self, oa: OfficialAccount) -> None:
        self.oas[oa.oa_id] = oa
        self.index()
        self.changed("oa", oa.oa_id)

    def keep_message(self, sent: Sent) -> None:
        """Remember a message and its counts; the oldest leave memory when there are too many."""
        self.messages.append(sent)
        self.by_message[sent.id] = sent
        if len(self.messages) > MESSAGES:
            self.by_message.pop(self.messages.popleft().id, None)
        self.last_number = sent.number
        self.arrived[sent.channel] += 1
        if sent.tracking_id:
            self._count(sent.tracking_id)
        if self.store:
            self.store.message(sent)

    def _count(self, tracking_id: str) -> None:
        times = self.tracked[tracking_id] = self.tracked.get(tracking_id, 0) + 1
        self.unique += times == 1
        self.doubled += times == 2
        if len(self.tracked) > TRACKED:
            del self.tracked[next(iter(self.tracked))]

    def write_line(self, person: Person, oa_id: str, line: dict[str, Any]) -> None:
        """Add a line to the talk of a person and an account."""
        log = person.ties[oa_id].log
        log.append(line)
        if len(log) > LINES:
            del log[: LINES // 4]
        if self.store:
            self.store.line(person.id, oa_id, line)
        self.tell(person.id)

    def changed(self, kind: str, key: str = "") -> None:
        """This thing differs from what the file holds."""
        if self.store:
            self.store.touched.add((kind, key))

    def flush(self) -> None:
        """Write what changed, where there is a file: before anybody is answered."""
        if self.store:
            self.store.flush(self)

    def tell(self, what: str) -> None:
        """Let the open pages know whose phone changed (``*``: everything; empty: the console)."""
        for watcher in self.watchers:
            watcher.tell(what)
