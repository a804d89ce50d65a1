"""What stands beside the database: the keys, Redis, the store of files, the workers."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from redis import RedisError

from foundation.encryption import keys
from foundation.local_time import now
from foundation.queues import QUEUES
from foundation.redis import client
from foundation.self_check import Finding, self_check_without_database
from foundation.tasks import heartbeats

SILENT_SECONDS = 600


@self_check_without_database
def encryption_keys() -> Iterator[Finding]:
    try:
        count = len(keys.all_keys())
    except ImproperlyConfigured as error:
        yield Finding("encryption keys", "error", str(error), "Sửa FIELD_ENCRYPTION_KEYS.")
        return
    if settings.FIELD_ENCRYPTION_KEYS == settings.DEFAULT_FIELD_KEYS:
        yield Finding(
            "encryption keys", "warning", "khóa mẫu ai cũng biết",
            "Tạo khóa riêng cho FIELD_ENCRYPTION_KEYS trước khi có dữ liệu thật (bản chạy thật từ chối khóa mẫu).",
        )  # fmt: skip
    else:
        yield Finding("encryption keys", "ok", f"{count} khóa")


@self_check_without_database
def redis_server() -> Iterator[Finding]:
    try:
        policy = client().config_get("maxmemory-policy").get("maxmemory-policy", "")
    except RedisError as error:
        yield Finding("redis", "error", type(error).__name__, "Kiểm tra REDIS_URL và máy chủ Redis.")
        return
    if policy not in ("noeviction", ""):
        yield Finding("redis", "warning", f"maxmemory-policy {policy}", "Đặt noeviction để không mất tác vụ.")
    else:
        yield Finding("redis", "ok", "trả lời, không tự xóa khóa")


@self_check_without_database
def storage() -> Iterator[Finding]:
    """A small file goes in, comes back the same, and is taken away again."""
    content, cure = uuid4().bytes, "Kiểm tra STORAGE_URL: thư mục hoặc kho phải ghi, đọc và xóa được."
    try:
        name = default_storage.save(f".check-config/{uuid4().hex}", ContentFile(content))
        with default_storage.open(name) as kept:
            same = kept.read() == content
        default_storage.delete(name)
    except OSError as error:
        yield Finding("storage", "error", f"không ghi hoặc đọc được ({type(error).__name__})", cure)
        return
    yield Finding("storage", "ok", "ghi, đọc, xóa được") if same else Finding("storage", "error", "đọc ra khác", cure)


@self_check_without_database
def workers() -> Iterator[Finding]:
    """Beat sends a heartbeat into every queue; a worker that takes it writes the time down."""
    try:
        beats = heartbeats(QUEUES)
    except RedisError:
        return  # told by redis_server
    for queue, at in beats.items():
        age = None if at is None else (now() - datetime.fromtimestamp(at, UTC)).total_seconds()
        cure = f"Chạy Celery beat và một worker với --queues {queue}."
        if age is None:
            yield Finding(f"worker {queue}", "warning", "chưa thấy nhịp nào", cure)
        elif age > SILENT_SECONDS:
            yield Finding(f"worker {queue}", "error", f"im lặng {int(age // 60)} phút", cure)
        else:
            yield Finding(f"worker {queue}", "ok", f"nhịp gần nhất {int(age)} giây trước")
