"""Is the ground sound: the database, its role and its tables, the keys, Redis, the store of files, the workers."""

from foundation.checks import database, months, services

__all__ = ["database", "months", "services"]
