"""Keeping the world in a file (``--state``): each change is written before its answer leaves, so a kill loses nothing.

One SQLite file: things by kind and key, messages and lines in order. Faults, odd modes and the counts of old
messages are not kept: they end with the process.
"""

import json
import sqlite3
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from zalo_emulator.model import Sent
from zalo_emulator.world import World

VERSION = 1
# Who looks at a stranger's file first sees whose it is: the number is in SQLite's own header.
OURS = 0x5A414C4F
_TABLES = """
CREATE TABLE IF NOT EXISTS thing (kind TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS message (number INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS line (
    seq INTEGER PRIMARY KEY, person TEXT NOT NULL, oa TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
    UNIQUE (person, oa, id)
);
"""
_LINE = (
    "INSERT INTO line (person, oa, id, body) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (person, oa, id) DO UPDATE SET body = excluded.body"
)
# Dictionaries of the world whose entries are kept one by one.
_SHELVES = {
    "oa": "oas", "person": "people", "template": "templates", "upload": "uploads", "code": "codes",
    "user_token": "user_tokens", "user_refresh": "user_refresh", "phone_code": "phone_codes",
    "place_code": "place_codes", "rating": "ratings", "response": "responses", "delivery": "outbox",
}  # fmt: skip


@lru_cache
def _members(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name != "log")


def _plain(value: Any) -> Any:
    """What JSON does not know: things become objects (talks stay out, they have their own table), sets lists."""
    if is_dataclass(value):
        kind: Any = type(value)
        return {name: getattr(value, name) for name in _members(kind)}
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return list(value)


# Escaped: half a letter pair must not break it.
_json = json.JSONEncoder(default=_plain, separators=(",", ":")).encode


class Store:
    """The open file. ValueError where it is not ours or another process has it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.touched: set[tuple[str, str]] = set()
        self._messages: dict[int, Sent] = {}
        self._lines: dict[tuple[str, str, str], dict[str, Any]] = {}
        self._db = sqlite3.connect(path, isolation_level=None, timeout=2)
        try:
            self._open(path)
        except sqlite3.OperationalError as busy:
            raise ValueError(f"{path}: {busy}; another process may be using it") from busy
        except sqlite3.DatabaseError as strange:
            raise ValueError(f"{path} is no state of this emulator") from strange

    def _open(self, path: Path) -> None:
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        empty = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        owner, version = (
            self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        if not empty and (owner, version) != (OURS, VERSION):
            raise ValueError(f"{path} is no state of this emulator")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")  # survives a kill; a power cut may cost the last second
        self._db.execute(f"PRAGMA application_id = {OURS}")
        self._db.execute(f"PRAGMA user_version = {VERSION}")
        self._db.executescript(_TABLES)

    def message(self, sent: Sent) -> None:
        """This message is new or differs."""
        self._messages[sent.number] = sent

    def line(self, person: str, oa: str, line: dict[str, Any]) -> None:
        """This line of a talk is new or differs."""
        self._lines[person, oa, line["id"]] = line

    def flush(self, world: World) -> None:
        """Write what changed, in one transaction."""
        if not (self.touched or self._messages or self._lines):
            return
        put, gone = [], []
        for kind, key in self.touched:
            value = _current(world, kind, key)
            if value is None:
                gone.append((kind, key))
            else:
                put.append((kind, key, _json(value)))
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR REPLACE INTO thing VALUES (?, ?, ?)", put)
        self._db.executemany("DELETE FROM thing WHERE kind = ? AND key = ?", gone)
        self._db.executemany(
            "INSERT OR REPLACE INTO message VALUES (?, ?)", [(n, _json(m)) for n, m in self._messages.items()]
        )
        self._db.executemany(_LINE, [(*names, _json(line)) for names, line in self._lines.items()])
        self._db.execute("COMMIT")
        self.touched.clear()
        self._messages.clear()
        self._lines.clear()

    def start_again(self, world: World) -> None:
        """Forget everything and write this world."""
        for table in ("thing", "message", "line"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        self._messages.clear()
        self._lines.clear()
        self.everything(world)

    def everything(self, world: World) -> None:
        """Write all things anew."""
        self.touched = {("app", ""), ("clock", ""), ("notices", "")}
        for kind, shelf in _SHELVES.items():
            self.touched |= {(kind, key) for key in getattr(world, shelf)}
        self.flush(world)

    def things(self) -> list[tuple[str, str, Any]]:
        """Kind, key and value of everything that is kept but messages and talks."""
        rows = self._db.execute("SELECT kind, key, body FROM thing ORDER BY kind, key")
        return [(kind, key, json.loads(body)) for kind, key, body in rows]

    def messages(self, count: int) -> list[dict[str, Any]]:
        """The last messages, in order; older ones leave the file."""
        self._db.execute("DELETE FROM message WHERE number <= (SELECT max(number) FROM message) - ?", (count,))
        return [json.loads(body) for (body,) in self._db.execute("SELECT body FROM message ORDER BY number")]

    def lines(self, count: int) -> list[tuple[str, str, dict[str, Any]]]:
        """The last lines of each talk, in order; older ones leave the file."""
        self._db.execute(
            "DELETE FROM line WHERE seq IN (SELECT seq FROM (SELECT seq, row_number() OVER "
            "(PARTITION BY person, oa ORDER BY seq DESC) AS place FROM line) WHERE place > ?)", (count,),
        )  # fmt: skip
        rows = self._db.execute("SELECT person, oa, body FROM line ORDER BY seq")
        return [(person, oa, json.loads(body)) for person, oa, body in rows]

    def close(self) -> None:
        self._db.close()


def _current(world: World, kind: str, key: str) -> Any:
    """The thing as it is now; None: it is gone."""
    if kind == "app":
        return world.app
    if kind == "clock":
        return world.clock.offset
    if kind == "notices":
        return world.notices
    return getattr(world, _SHELVES[kind]).get(key)
