"""Is this fit to serve people: the switches and addresses of the environment."""

from collections.abc import Iterator

from django.conf import settings

from foundation.self_check import Finding, Level, self_check_without_database


@self_check_without_database
def deployment() -> Iterator[Finding]:
    switches = [name for name in ("DEBUG", "DEMO", "TESTING") if getattr(settings, name)]
    if settings.PRODUCTION:
        yield Finding("deployment", "ok", "chạy thật")
    else:
        yield Finding(
            "deployment", "warning", f"không phải môi trường chạy thật ({', '.join(switches) or 'PRODUCTION=0'})",
            "Đặt PRODUCTION=1 và các biến bắt buộc trước khi phục vụ người dân.",
        )  # fmt: skip
    if settings.SECRET_KEY == settings.DEFAULT_SECRET:
        yield Finding("secret key", "warning", "khóa mẫu ai cũng biết", "Đặt SECRET_KEY riêng, dài, ngẫu nhiên.")
    elif len(settings.SECRET_KEY) < 32:
        yield Finding("secret key", "warning", "ngắn hơn 32 ký tự", "Đặt SECRET_KEY dài, ngẫu nhiên.")
    else:
        yield Finding("secret key", "ok", "riêng")
    if settings.DELIVERY_TIME_SCALE != 1.0:
        yield Finding(
            "delivery time scale",
            "warning",
            f"{settings.DELIVERY_TIME_SCALE}",
            "Bỏ DELIVERY_TIME_SCALE, chỉ dùng khi thử.",
        )


@self_check_without_database
def addresses() -> Iterator[Finding]:
    """Cookies and HSTS follow PUBLIC_URL; a host that is not allowed is refused by Django."""
    name = "public address"
    level: Level = "error" if settings.PRODUCTION else "warning"
    if not settings.PUBLIC_URL.startswith("https://"):
        yield Finding(
            name, level, f"{settings.PUBLIC_URL} không dùng HTTPS",
            "Đặt PUBLIC_URL=https://…; cookie an toàn và HSTS chỉ bật khi đó.",
        )  # fmt: skip
    else:
        yield Finding(name, "ok", settings.PUBLIC_URL)
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield Finding(
            "allowed hosts",
            level,
            ", ".join(settings.ALLOWED_HOSTS) or "trống",
            "Đặt ALLOWED_HOSTS bằng tên miền thật.",
        )


@self_check_without_database
def proxies() -> Iterator[Finding]:
    """Behind a proxy that we do not know, every citizen has the proxy's address: one blocked, all blocked."""
    if settings.PRODUCTION and settings.PUBLIC_URL.startswith("https://") and not settings.TRUSTED_PROXIES:
        yield Finding(
            "proxies", "warning", "PUBLIC_URL là https nhưng chưa khai proxy nào",
            "Đặt TRUSTED_PROXIES bằng địa chỉ của proxy HTTPS; thiếu nó, giới hạn theo địa chỉ tính chung mọi người.",
        )  # fmt: skip


_LATER = {
    "EMAIL_URL": "bản này chưa gửi thư; tin vẫn đi qua Zalo",
    "SMS_URL": "bản này chưa gửi SMS; tin vẫn đi qua Zalo",
    "CLAMD_URL": "bản này chưa quét mã độc; tệp vẫn bị giới hạn loại và kích thước",
    "SENTRY_DSN": "bản này chưa gửi lỗi đi đâu; lỗi nằm trong nhật ký có cấu trúc",
}


@self_check_without_database
def not_yet() -> Iterator[Finding]:
    """A variable that is given and does nothing yet must not be believed in."""
    for name, told in _LATER.items():
        if getattr(settings, name):
            yield Finding(name, "warning", told, f"Bỏ {name}, hoặc chờ bản có hỗ trợ (docs/cau-hinh.md).")
