"""The things of this world: application, accounts, people, templates, messages."""

from dataclasses import dataclass, field
from typing import Any


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
    calls_per_minute: int = 4000


@dataclass
class Grant:
    """The pair of tokens that an account gave to the application."""

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
    enabled: bool = True
    verified: bool = True
    buttons_allowed: bool = True
    zca_linked: bool = True
    balance: int = 100_000_000
    daily_quota: int = 20_000
    remaining: int = 20_000
    quota_day: int = 0
    package_left: int = 500  # messages between 48 hours and 7 days
    purchased_left: int = 0
    quality: str = "HIGH"
    grant: Grant | None = None
    old_tokens: dict[str, float] = field(default_factory=dict)
    tags: dict[str, set[str]] = field(default_factory=dict)
    admin_phones: set[str] = field(default_factory=set)  # may be sent templates in development mode


@dataclass
class Tie:
    """One person as one account knows them."""

    user_id: str
    user_id_by_app: str
    follower: bool = False
    last_interaction: float = 0.0
    replies: int = 0  # answers since the last interaction
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
    outdated: bool = False
    inactive: bool = False
    official: bool = False
    refused_oas: set[str] = field(default_factory=set)
    refused_tags: set[str] = field(default_factory=set)
    ties: dict[str, Tie] = field(default_factory=dict)


@dataclass
class Template:
    template_id: str
    name: str
    text: str
    params: dict[str, int]  # name -> greatest length
    types: dict[str, str] = field(default_factory=dict)  # name -> date, currency, phone, url
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
    recipient: str = ""  # what the receipt names: the phone, or its hash
    kind: str = "text"
