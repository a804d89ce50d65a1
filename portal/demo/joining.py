"""How a command in another window finds the running demo: its own servers have other ports at every start.

Imports nothing of Django: ``manage.py`` asks before any setting is read.
"""

import json
import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = "environment.json"
# Whoever sets one of these means a system of their own (DEMO or the demo's own database name the demo again).
_OWN = ("DATABASE_URL", "SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "PRODUCTION", "DEBUG", "TESTING")
_YES = ("1", "true", "yes", "on")


def folder(given: Mapping[str, str]) -> Path:
    """Where the demo keeps its data: ``DEMO_DATA_DIR``, else ``var/demo``."""
    return Path(given.get("DEMO_DATA_DIR") or ROOT / "var" / "demo").resolve()


def leave(data: Path, ours: Mapping[str, str]) -> None:
    """Write down what a command needs to join this demo; only its owner may read it."""
    descriptor = os.open(data / NAME, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        json.dump({"pid": os.getpid(), "environment": dict(ours)}, handle)


def take_away(data: Path) -> None:
    (data / NAME).unlink(missing_ok=True)


def join(environment: MutableMapping[str, str]) -> Path | None:
    """Fill in the environment of the demo that runs now, where nothing speaks of another system.

    What is set stays as it is. Gives the demo's folder, None where nothing was joined.
    """
    place = folder(environment)
    try:
        left = json.loads((place / NAME).read_text())
        os.kill(left["pid"], 0)
    except (OSError, ValueError):
        return None
    ours: dict[str, str] = left["environment"]
    asked = environment.get("DEMO", "").lower()
    database = environment.get("DATABASE_URL")
    if asked in _YES or database == ours["DATABASE_URL"]:
        meant = database in (None, "", ours["DATABASE_URL"]) and not environment.get("PRODUCTION")
    else:
        meant = not asked and not any(environment.get(name) for name in _OWN)
    if not meant:
        return None
    for name, value in ours.items():
        if not environment.get(name):
            environment[name] = value
    return place
