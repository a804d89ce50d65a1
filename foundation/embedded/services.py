"""Both servers together, or the given ones."""

import os
from dataclasses import dataclass
from pathlib import Path

from foundation.embedded.postgres import Postgres
from foundation.embedded.valkey import Valkey


@dataclass
class Services:
    """The two addresses, and the servers that we started for them (None: given from outside)."""

    database_url: str
    redis_url: str
    postgres: Postgres | None = None
    valkey: Valkey | None = None

    def stop(self) -> None:
        for server in (self.valkey, self.postgres):
            if server is not None:
                server.stop()

    def environment(self) -> dict[str, str]:
        """What a child needs to find them."""
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


def start(folder: Path, *, durable: bool = True) -> Services:
    """Start what ``DATABASE_URL`` and ``REDIS_URL`` do not give, with data in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    database_url, redis_url = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    postgres = None if database_url else Postgres(folder, durable)
    valkey = None if redis_url else Valkey(folder, durable)
    services = Services(database_url, redis_url, postgres, valkey)
    try:
        if postgres:
            services.database_url = postgres.start()
        if valkey:
            services.redis_url = valkey.start()
    except BaseException:
        services.stop()
        raise
    return services
