"""What a production system refuses to start with: a fault here would be found by an attacker, not by a test."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

DEFAULT_SECRET = "insecure-only-for-demo-and-tests"  # noqa: S105 - refused below
DEFAULT_FIELD_KEYS = "1:ZGVtby1rZXktZGVtby1rZXktZGVtby1rZXktMDAwMDE="


@dataclass(frozen=True)
class Switches:
    """The settings that decide."""

    debug: bool
    demo: bool
    testing: bool
    secret_key: str
    field_keys: str
    time_scale: float


def faults(given: Switches) -> Iterator[str]:
    """Each fault as a variable and what to do about it; the values themselves are never told."""
    for name, on in (("DEBUG", given.debug), ("DEMO", given.demo), ("TESTING", given.testing)):
        if on:
            yield f"{name} đang bật: bỏ biến {name}"
    if given.secret_key == DEFAULT_SECRET:
        yield "SECRET_KEY là khóa mẫu (default) hoặc chưa đặt: đặt một chuỗi ngẫu nhiên, dài, riêng của nơi này"
    own = {part.strip().partition(":")[2].rstrip("=") for part in given.field_keys.split(",")}
    if DEFAULT_FIELD_KEYS.partition(":")[2].rstrip("=") in own:
        yield "FIELD_ENCRYPTION_KEYS có khóa mẫu (default) hoặc chưa đặt: tạo khóa riêng, xem docs/cau-hinh.md"
    if given.time_scale != 1.0:
        yield "DELIVERY_TIME_SCALE chỉ dùng khi thử: bỏ biến này"


def refuse(given: Switches) -> None:
    """ImproperlyConfigured with every fault at once; returns where there is none."""
    if found := list(faults(given)):
        raise ImproperlyConfigured("Không khởi động bản chạy thật: " + "; ".join(found) + ".")
