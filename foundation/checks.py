"""Is the ground sound: the database, its role and its tables, the keys, Redis, the store of files."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from redis import RedisError

from foundation.encryption import keys
from foundation.local_time import now
from foundation.partitions.months import month_after
from foundation.redis import client
from foundation.self_check import Finding, self_check, self_check_without_database
from foundation.tasks import QUEUES, heartbeats

_ORDINARY = "Tạo một role thường (NOSUPERUSER NOBYPASSRLS), giao quyền sở hữu cơ sở dữ liệu, sửa DATABASE_URL."
_ROLE = """
SELECT rolsuper OR rolbypassrls, EXISTS (SELECT 1 FROM pg_roles above WHERE (above.rolsuper OR above.rolbypassrls)
  AND NOT me.rolsuper AND pg_has_role(me.oid, above.oid, 'MEMBER') AND above.oid <> me.oid),
  current_setting('server_version_num')::int
FROM pg_roles me WHERE rolname = current_user
"""
# A protected table not forced is open to its owner, which is us; so is a partition that is not, to whoever names it.
_LOOSE = """
SELECT c.relname FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND (c.relrowsecurity OR coalesce(p.relrowsecurity, false)) AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
ORDER BY 1
"""
_MONTHS = """
SELECT p.relname, EXISTS (SELECT 1 FROM pg_class m WHERE m.relname = p.relname || %s),
  coalesce(pg_relation_size(to_regclass(quote_ident(p.relname || '_default'))), 0)
FROM pg_partitioned_table t JOIN pg_class p ON p.oid = t.partrelid
WHERE p.relnamespace = 'public'::regnamespace ORDER BY 1
"""


@self_check
def database_role() -> Iterator[Finding]:
    """A role that PostgreSQL exempts from row-level security would see every province."""
    name = "database role"
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        exempt, may_become, version = cursor.fetchone()
    if exempt:
        yield Finding(
            name, "error", "kết nối bằng tài khoản vượt qua bảo vệ theo dòng (superuser hoặc BYPASSRLS)", _ORDINARY
        )
    elif may_become:
        yield Finding(name, "error", "role là thành viên của một role superuser hoặc BYPASSRLS", _ORDINARY)
    else:
        yield Finding(name, "ok", "role thường, bảo vệ theo dòng có hiệu lực")
    if version < 140000:
        yield Finding("database version", "error", f"PostgreSQL {version}", "Dùng PostgreSQL 14 trở lên.")


@self_check
def row_security() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(_LOOSE)
        loose = [row[0] for row in cursor.fetchall()]
    if loose:
        yield Finding(
            "row security", "error", ", ".join(loose), "Chạy lại migrate; bảng phải FORCE ROW LEVEL SECURITY."
        )
    else:
        yield Finding("row security", "ok", "mọi bảng được bảo vệ đều bắt buộc (FORCE)")


@self_check
def migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield Finding("migrations", "error", f"còn {len(plan)} bước chưa chạy", "Chạy: manage.py migrate")
    else:
        yield Finding("migrations", "ok", "đủ")


@self_check
def partitions() -> Iterator[Finding]:
    """Next month's rows need a place of their own before it begins."""
    coming = month_after(now().date().replace(day=1))
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS, [f"_{coming:%Y_%m}"])
        rows = cursor.fetchall()
    missing = [table for table, there, _spilt in rows if not there]
    spilt = [table for table, _there, size in rows if size]
    cure = "Kiểm tra Celery beat và hàng đợi housekeeping (việc ensure_partitions chạy mỗi ngày)."
    if missing:
        yield Finding("partitions", "warning", f"chưa có phần của tháng {coming:%m/%Y}: {', '.join(missing)}", cure)
    if spilt:
        yield Finding("partitions", "warning", f"có dòng ngoài mọi tháng: {', '.join(spilt)}", cure)
    if not missing and not spilt:
        yield Finding("partitions", "ok", f"có phần của tháng {coming:%m/%Y}")


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


SILENT_SECONDS = 600


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
