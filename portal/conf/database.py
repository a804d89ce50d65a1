"""The database's entry of ``DATABASES`` from ``DATABASE_URL``."""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

_EXAMPLE = "postgresql://motcua:mật-khẩu@127.0.0.1:5432/motcua?sslmode=verify-full"


def database(
    url: str,
    *,
    name: str,
    statement_timeout_ms: int,
    idle_timeout_ms: int,
    prepare: bool,
    pool_size: int,
    emptying: bool,
) -> dict[str, Any]:
    """What the URL says, with our own time-outs beside the options that stand in its query (``sslmode``, …).

    ``prepare``: only foundation.prepared prepares (the ORM binds values itself); its plans do not depend on the
    values. ``idle_timeout_ms``: a process that stands still inside a transaction (a suspended machine) loses it, so that
    the sweep can take what its locks held. ``pool_size`` 0: no pool. ``emptying``: the record of a test database may be emptied between tests.
    """
    try:
        found = dict(environ.Env.db_url_config(url))
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL: không đọc được. Ví dụ: {_EXAMPLE}") from error
    if found.get("ENGINE") != "django.db.backends.postgresql" or not found.get("NAME"):
        raise ImproperlyConfigured(f"DATABASE_URL: cần PostgreSQL và tên cơ sở dữ liệu. Ví dụ: {_EXAMPLE}")
    given = found.get("OPTIONS", {})
    switches = [given.get("options", ""), f"-c statement_timeout={statement_timeout_ms}"]
    switches.append(f"-c idle_in_transaction_session_timeout={idle_timeout_ms}")
    if emptying:
        switches.append("-c motcua.emptying=on")
    options: dict[str, Any] = {"connect_timeout": 5, "tcp_user_timeout": 5000, "application_name": name, **given}
    if prepare:
        options["prepare_threshold"] = 0
        switches.append("-c plan_cache_mode=force_generic_plan")
    options["options"] = " ".join(filter(None, switches))
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
    return {**found, "CONN_MAX_AGE": 0, "OPTIONS": options}
