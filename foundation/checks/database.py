"""The database: its role, its tables, its migrations, its clock."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from foundation.local_time import now
from foundation.self_check import Finding, self_check

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
CLOCK_SECONDS = 5


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
    name = "row security"
    with connection.cursor() as cursor:
        cursor.execute(_LOOSE)
        loose = [row[0] for row in cursor.fetchall()]
    if loose:
        yield Finding(
            name, "error", f"không bắt buộc bảo vệ theo dòng: {', '.join(loose)}",
            "Chạy ALTER TABLE … ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY cho từng bảng, rồi tìm ai đã gỡ.",
        )  # fmt: skip
    else:
        yield Finding(name, "ok", "mọi bảng được bảo vệ đều bắt buộc (FORCE)")


@self_check
def migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield Finding("migrations", "error", f"còn {len(plan)} bước chưa chạy", "Chạy: manage.py migrate")
    else:
        yield Finding("migrations", "ok", "đủ")


@self_check
def clock() -> Iterator[Finding]:
    """Leases, due times and signatures of webhooks are judged by both clocks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - now()).total_seconds())
    if apart > CLOCK_SECONDS:
        yield Finding(
            "clock", "error", f"lệch đồng hồ PostgreSQL {apart:.0f} giây", "Đồng bộ giờ (chrony, systemd-timesyncd)."
        )
    else:
        yield Finding("clock", "ok", "khớp đồng hồ PostgreSQL")


@self_check
def transport() -> Iterator[Finding]:
    """Personal data travel to the database: encrypted, unless both are on one machine."""
    database = settings.DATABASES["default"]
    host, mode = str(database.get("HOST") or ""), database.get("OPTIONS", {}).get("sslmode", "")
    near = not host or host.startswith("/") or host in ("localhost", "127.0.0.1", "::1")
    if settings.PRODUCTION and not near and mode not in ("require", "verify-ca", "verify-full"):
        yield Finding(
            "database transport", "warning", f"kết nối tới {host} có thể không mã hóa",
            "Thêm ?sslmode=verify-full (và sslrootcert) vào DATABASE_URL.",
        )  # fmt: skip
