"""Is the ground sound: the database role, the keys, Redis."""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from redis import RedisError

from foundation.encryption import keys
from foundation.redis import client
from foundation.self_check import Finding, self_check


@self_check
def database_role() -> Iterator[Finding]:
    """A role that PostgreSQL exempts from row-level security would see every province."""
    name = "database role"
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        superuser, bypass = cursor.fetchone()
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    if superuser or bypass:
        yield Finding(
            name,
            "error",
            "kết nối bằng tài khoản vượt qua bảo vệ theo dòng (superuser hoặc BYPASSRLS)",
            "Tạo một role thường (NOSUPERUSER NOBYPASSRLS), giao quyền sở hữu cơ sở dữ liệu, sửa DATABASE_URL.",
        )
    else:
        yield Finding(name, "ok", "role thường, bảo vệ theo dòng có hiệu lực")
    if version < 140000:
        yield Finding("database version", "error", f"PostgreSQL {version}", "Dùng PostgreSQL 14 trở lên.")


@self_check
def row_security() -> Iterator[Finding]:
    """A protected table whose policy is not forced would be open to its owner, which is us."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity AND relkind IN ('r','p')"
        )
        loose = [row[0] for row in cursor.fetchall()]
    if loose:
        yield Finding(
            "row security", "error", ", ".join(loose), "Chạy lại migrate; bảng phải FORCE ROW LEVEL SECURITY."
        )
    else:
        yield Finding("row security", "ok", "mọi bảng được bảo vệ đều bắt buộc (FORCE)")


@self_check
def encryption_keys() -> Iterator[Finding]:
    try:
        count = len(keys.all_keys())
    except ImproperlyConfigured as error:
        yield Finding("encryption keys", "error", str(error), "Sửa FIELD_ENCRYPTION_KEYS.")
        return
    yield Finding("encryption keys", "ok", f"{count} khóa")


@self_check
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


@self_check
def deployment() -> Iterator[Finding]:
    if settings.PRODUCTION:
        yield Finding("deployment", "ok", "chạy thật")
    else:
        yield Finding(
            "deployment",
            "warning",
            "không phải môi trường chạy thật (DEMO, DEBUG hoặc TESTING)",
            "Đặt PRODUCTION=1 và các biến bắt buộc trước khi phục vụ người dân.",
        )
