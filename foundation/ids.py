"""Time-ordered keys (UUIDv7, RFC 9562): new rows land at the right edge of every index."""

import uuid
from datetime import datetime

import uuid_utils.compat


def uuid7() -> uuid.UUID:
    """A new key whose first 48 bits are the milliseconds of now."""
    return uuid_utils.compat.uuid7()


def uuid7_floor(moment: datetime) -> uuid.UUID:
    """The lowest key that the millisecond of ``moment`` (aware) can have: a partition bound."""
    return uuid.UUID(int=int(moment.timestamp() * 1000) << 80)


def since(key: uuid.UUID) -> uuid.UUID:
    """The lowest key of the day before ``key`` was made: what concerns a thing is not older than the thing.

    A day, because servers' clocks differ; a key that tells no time gives the lowest of all. Lets PostgreSQL leave
    earlier months unopened.
    """
    if key.version != 7:
        return uuid.UUID(int=0)
    return uuid.UUID(int=max(0, (key.int >> 80) - 86_400_000) << 80)


def until(moment: datetime) -> uuid.UUID:
    """The lowest key of the day after ``moment``: whatever exists has a lower one. Leaves coming months unopened."""
    return uuid.UUID(int=(int(moment.timestamp() * 1000) + 86_400_000) << 80)


def shaped_uuid7(like: uuid.UUID, digest: bytes) -> uuid.UUID:
    """A key in the same millisecond as ``like`` whose other bits come from ``digest`` (≥ 10 bytes).

    The same inputs give the same key, so that planning one thing twice inserts one row.
    """
    millisecond = like.int >> 80
    rest = int.from_bytes(digest[:10], "big")
    value = (millisecond << 80) | rest
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return uuid.UUID(int=value)
