"""Is the process alive (``/healthz``); can it serve (``/readyz``)."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from redis import RedisError

from foundation.reach import database_fault
from foundation.redis import client

_migrated = False


def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Database, broker and migrations are in order: 200; otherwise 503 with the one that is not."""
    database = "error" if database_fault() else "ok"
    checks = {
        "database": database,
        "broker": _broker(),
        "migrations": _migrations() if database == "ok" else "unknown",
    }
    ready = all(value == "ok" for value in checks.values())
    return JsonResponse({"status": "ok" if ready else "error", **checks}, status=200 if ready else 503)


def _broker() -> str:
    try:
        client().ping()
    except RedisError:
        return "error"
    return "ok"


def _migrations() -> str:
    global _migrated
    if _migrated:
        return "ok"
    try:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "error"
    return "ok" if _migrated else "error"
