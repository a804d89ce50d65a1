"""The things of this world: application, accounts, people, templates, messages."""

from dataclasses import dataclass, field
from typing import Any

# What an account's administrator lets the application do (the console's permission groups that our calls need).
GROUPS = ("send", "messages", "account", "zbs")
PRODUCTS = ("official_account", "zbs", "social")
UID_SINCE = 1_765_299_600.0  # 2025-12-10, Vietnam: older templates cannot go by user id
INACTIVE_AFTER = 45 * 86_400.0


@dataclass
class App:
    """The product's application in the developer console."""

    app_id: str
    app_secret: str
    callback_url: str = ""
    webhook_url: str = ""
    webhook_enabled: bool = True
    fail_count: int = 0
    events_off: set[str] = field(default_factory=set)
    hash_filter: bool = False  # only messages that begin with "#"
    fixed_code_challenge: str = ""
    activated: bool = True
    products: set[str] = field(default_factory=lambda: set(PRODUCTS))
    calls_per_minute: int = 4000


@dataclass
class Grant:
    """The pair of tokens that an account gave to the application, and for what."""

    access_token: str
    expires_at: float
    refresh_token: str
    refresh_expires_at: float
    scopes: set[str] = field(default_factory=lambda: set(GROUPS))


@dataclass
class OfficialAccount:
    oa_id: str
    name: str
    oa_secret: str
    province: str = ""
    enabled: bool = True
    blocked: bool = False  # for a violation: no templates by phone
    verified: bool = True
    package: str = "Nâng cao"
    buttons_allowed: bool = True
    zca_linked: bool = True
    balance: int = 100_000_000
    daily_quota: int = 20_000
    remaining: int = 20_000
    quota_day: int = 0
    package_left: int = 500  # messages between 48 hours and 7 days
    purchased_left: int = 0
    reward_left: int = 0
    quality: str = "HIGH"
    grant: Grant | None = None
    old_tokens: dict[str, float] = field(default_factory=dict)
    tags: dict[str, set[str]] = field(default_factory=dict)
    admin_phones: set[str] = field(default_factory=set)  # may be sent templates in development mode
    drafts: list[float] = field(default_factory=list)  # when templates were created or edited
    rsa_key: str = ""


@dataclass
class Tie:
    """One person as one account knows them."""

    user_id: str
    user_id_by_app: str
    follower: bool = False
    last_interaction: float = 0.0
    replies: int = 0  # answers since the last interaction
    promoted_at: float = 0.0
    blocked: bool = False
    blocked_types: set[str] = field(default_factory=set)  # cs, uid, transaction, promotion
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
    outdated: bool = False
    inactive: bool = False
    last_active: float | None = None  # None: uses Zalo every day
    official: bool = False
    refused_oas: set[str] = field(default_factory=set)
    refused_tags: set[str] = field(default_factory=set)
    ties: dict[str, Tie] = field(default_factory=dict)

    def away(self, now: float) -> bool:
        """Not seen on Zalo for 45 days (or said to be so)."""
        return self.inactive or (self.last_active is not None and now - self.last_active > INACTIVE_AFTER)


@dataclass
class Template:
    template_id: str
    name: str
    text: str
    params: dict[str, int]  # name -> greatest length
    types: dict[str, str] = field(default_factory=dict)  # name -> date, currency, phone, url
    optional: set[str] = field(default_factory=set)
    rows: list[list[str]] = field(default_factory=list)  # the table: label, value with <fields>
    summary: str = ""  # what a list of talks shows of it
    by_phone: bool = True
    by_uid: bool = True
    created: float = 1_767_225_600.0
    status: str = "ENABLE"
    quality: str = "HIGH"
    tag: str = "TRANSACTION"
    price: int = 120
    price_uid: int = 120
    night_ok: bool = True
    daily_quota: int | None = None
    used_today: int = 0
    buttons: list[dict[str, str]] = field(default_factory=list)
    oa_id: str = ""

    def goes_by_uid(self) -> bool:
        """Old ones and one-time codes cannot go to a user id."""
        return self.by_uid and self.created >= UID_SINCE and self.tag != "OTP"


@dataclass(slots=True)
class Upload:
    kind: str  # image, gif, file
    size: int
    at: float


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
    recipient: str = ""  # what the receipt names: the phone, or its hash
    kind: str = "text"
    cost: int = 0


@dataclass
class Delivery:
    """An event on its way to the webhook: kept until the product answers 200 or we give up."""

    id: str
    oa_id: str
    event: dict[str, Any]
    zns: bool
    due: float
    number: int = 0
