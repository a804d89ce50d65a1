"""The variables of the environment as values, checked: a wrong one is a sentence at the start, not a riddle later.

Every function takes the text of one variable and raises ImproperlyConfigured that names it and says what to write.
"""

import logging
from collections.abc import Iterable
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured


def _split(name: str, text: str, schemes: tuple[str, ...], example: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: không đọc được địa chỉ. Ví dụ: {example}") from error
    if parts.scheme not in schemes:
        raise ImproperlyConfigured(
            f"{name}: phải bắt đầu bằng {' hoặc '.join(f'{s}://' for s in schemes)}. Ví dụ: {example}"
        )
    return parts


def web_address(name: str, text: str, *, path: bool = False) -> str:
    """An ``http(s)://host[:port]`` without a closing slash; with ``path`` one may follow."""
    example = "https://dichvucong.example.vn"
    parts = _split(name, text, ("http", "https"), example)
    if not parts.hostname or parts.username or parts.query or parts.fragment or (parts.path.strip("/") and not path):
        raise ImproperlyConfigured(f"{name}: chỉ ghi giao thức, tên miền và cổng. Ví dụ: {example}")
    return text.rstrip("/")


def hosts(texts: Iterable[str], public_url: str) -> list[str]:
    """The names that the pages answer to: those given and the one of ``PUBLIC_URL``."""
    given = [text for text in (part.strip() for part in texts) if text]
    own = urlsplit(public_url).hostname or ""
    return given if own in given or not own else [*given, own]


def networks(name: str, texts: Iterable[str]) -> list[str]:
    """Addresses and networks (``10.0.0.5``, ``10.0.0.0/8``, ``fd00::/8``)."""
    found = []
    for text in filter(None, (part.strip() for part in texts)):
        try:
            found.append(str(ip_network(text, strict=False)))
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: «{text}» không phải địa chỉ IP hoặc dải mạng (10.0.0.0/8)") from error
    return found


def email(url: str) -> dict[str, Any]:
    """The ``EMAIL_*`` settings of ``smtp://``, ``smtp+tls://`` (STARTTLS) or ``smtp+ssl://``; none sends nothing."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    example = "smtp+tls://tài-khoản:mật-khẩu@mail.example.vn:587"
    parts = _split("EMAIL_URL", url, ("smtp", "smtp+tls", "smtp+ssl", "consolemail"), example)
    if not parts.hostname and parts.scheme != "consolemail":
        raise ImproperlyConfigured(f"EMAIL_URL: thiếu máy chủ. Ví dụ: {example}")
    found: dict[str, Any] = environ.Env.email_url_config(url)
    return {name: value for name, value in found.items() if name.startswith("EMAIL_") and value is not None}


def log_level(text: str) -> str:
    """DEBUG, INFO, WARNING, ERROR or CRITICAL, in whichever case."""
    level = text.strip().upper()
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL") or level not in logging.getLevelNamesMapping():
        raise ImproperlyConfigured("LOG_LEVEL: một trong DEBUG, INFO, WARNING, ERROR, CRITICAL")
    return level


def file_storage(text: str) -> dict[str, Any]:
    """The entry of ``STORAGES`` for ``file:///folder`` (or a bare absolute path); the path stands as it is, unescaped."""
    scheme, mark, rest = text.partition("://")
    folder = rest if mark else text
    if mark and scheme != "file":
        raise ImproperlyConfigured(
            f"STORAGE_URL: bản này chỉ lưu vào thư mục (file:///đường/dẫn), chưa hỗ trợ {scheme}://"
        )
    if not Path(folder).is_absolute():
        raise ImproperlyConfigured("STORAGE_URL: ghi đường dẫn tuyệt đối. Ví dụ: file:///srv/motcua/files")
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}


def redis_url(text: str) -> str:
    """``redis://``, ``rediss://`` (TLS) or ``unix://`` (a socket)."""
    _split("REDIS_URL", text, ("redis", "rediss", "unix"), "redis://:mật-khẩu@127.0.0.1:6379/0")
    return text


def broker_url(redis: str) -> str:
    """The same server as Celery wants it named: it has another word for a socket, and wants to be told about TLS."""
    if redis.startswith("unix://"):
        return "redis+socket://" + redis.removeprefix("unix://").replace("?db=", "?virtual_host=", 1)
    if redis.startswith("rediss://") and "ssl_cert_reqs=" not in redis:
        return f"{redis}{'&' if '?' in redis else '?'}ssl_cert_reqs=required"
    return redis


def time_scale(value: float) -> float:
    """``DELIVERY_TIME_SCALE``: above 0, at most 1."""
    if not 0 < value <= 1:
        raise ImproperlyConfigured("DELIVERY_TIME_SCALE: lớn hơn 0, không quá 1")
    return value
