"""How an attempt can end, in the classes that the delivery engine acts on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What to do after an attempt."""

    ACCEPTED = "accepted"
    RETRY = "retry"  # back-off with jitter, same channel
    REFRESH_ONCE = "refresh_once"  # a new token, one more try at once
    TOMORROW = "tomorrow"  # the next window: 06:05, or after the quota's reset
    OTHER_CHANNEL = "other_channel"
    PERMANENT = "permanent"  # this message will never pass
    STOP_CHANNEL = "stop_channel"  # nothing will pass until a person acts
    AMBIGUOUS = "ambiguous"  # it left, and no complete answer came: never sent again by itself
    DEGRADE = "degrade"  # the same message without buttons
    REUPLOAD = "reupload"  # the attachment is gone: upload it again, one more try


class Stops(StrEnum):
    """How much a STOP_CHANNEL stops."""

    NOTHING = ""
    TEMPLATE = "template"  # messages by this template
    PHONE = "phone"  # the account's templates by phone
    ACCOUNT = "account"  # everything by this account


class Wait(StrEnum):
    """Until when."""

    NOTHING = ""
    NEXT_MINUTE = "next_minute"
    MORNING = "morning"  # 06:05 Asia/Ho_Chi_Minh, with jitter
    NEXT_DAY = "next_day"  # after midnight Asia/Ho_Chi_Minh, with jitter


@dataclass(frozen=True, slots=True)
class Quota:
    """What is left after an accepted message, where Zalo says so."""

    kind: str
    remaining: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one attempt.

    ``retry_after``: real seconds, already multiplied by ``DELIVERY_TIME_SCALE`` (None: own back-off).
    ``left``: False where nothing left this machine (limit, breaker, no connection). ``max_tries`` and
    ``when_spent``: after so many tries that ended like this one (same code, same channel), take it as ``when_spent``.
    """

    kind: Kind
    code: int | None = None
    message: str = ""
    message_id: str = ""
    sent_time: datetime | None = None
    quota: Quota | None = None
    retry_after: float | None = None
    max_tries: int | None = None
    when_spent: Kind | None = None
    stops: Stops = Stops.NOTHING
    alarm: bool = False
    left: bool = True
    http_status: int | None = None
    raw: bytes = b""
    limited: str = ""  # "app" or "account" where Zalo said that a rate limit was reached

    @property
    def accepted(self) -> bool:
        return self.kind is Kind.ACCEPTED
