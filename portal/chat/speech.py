"""Who speaks, what was said, and what we say: the plain values that commands work with."""

import uuid
from dataclasses import dataclass
from typing import Protocol

from zalo.requests import Button


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person on the phone. ``citizen_id`` only where they were verified to be that citizen."""

    zalo_user_id: uuid.UUID
    province_id: uuid.UUID
    province_name: str
    public_url: str
    hotline: str
    citizen_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A message of ours: text of at most 2,000 characters and at most five buttons."""

    text: str
    buttons: tuple[Button, ...] = ()


class Command(Protocol):
    """A module of this package that answers one kind of message."""

    def reads(self, text: str) -> str | None:
        """The argument if this command is meant by ``text``, else None. Pure."""

    def answer(self, speaker: Speaker, argument: str) -> Said:
        """What to say. May read the database; changes at most what is the speaker's own choice."""
