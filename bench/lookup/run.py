"""Drive the product, the empty house and the naked view in turn; ratios of the same round."""

import json
import random
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from typing import Any

from bench import cpu, figures, machine
from bench.lookup.timing import same_time
from bench.stand import ROOT, Stand

SIZE, ROUNDS, REQUESTS, CONNECTIONS = 200_000, 5, 3000, 8
TARGET = 0.5
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Asker:
    """Makes requests: each with a code that is not throttled yet and an address of its own."""

    def __init__(self, keys: Sequence[tuple[str, str, str]], port: int, chance: random.Random) -> None:
        self.chance = chance
        self.keys: Iterator[tuple[str, str, str]] = iter(())
        self.all = list(keys)
        self.addresses = 0
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/tra-cuu/") as page:
            self.cookie = page.headers["Set-Cookie"].split(";")[0]
            found = _TOKEN.search(page.read().decode())
        assert found is not None, "the look-up page has no form"
        self.token = found[1]

    def key(self) -> tuple[str, str, str]:
        """The next code, factor and id; all are used before one comes again."""
        found = next(self.keys, None)
        if found is None:
            self.chance.shuffle(self.all)
            self.keys = iter(self.all)
            found = next(self.keys)
        return found

    def post(self, code: str, secret: str, must: str) -> list[str]:
        """A look-up. Addresses are told by a proxy that the server trusts."""
        self.addresses += 1
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.token, "code": code, "secret": secret})
        return [self._head("POST", "/tra-cuu/", self.cookie, len(body)), body, must]

    def get(self, cookie: str, must: str) -> list[str]:
        """A refresh of the answer."""
        self.addresses += 1
        return [self._head("GET", "/tra-cuu/trang-thai/", cookie, 0), "", must]

    def _head(self, method: str, path: str, cookie: str, length: int) -> str:
        n = self.addresses
        more = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n" if length else ""
        return (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (Linux; Android 12) bench\r\n"
            f"Accept: text/html,application/xhtml+xml\r\nAccept-Language: vi-VN,vi;q=0.9\r\nCookie: {cookie}\r\n"
            f"X-Forwarded-For: 10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}\r\n{more}\r\n"
        )


def drive(stand: Stand, port: int, requests: list[list[str]], connections: int) -> dict[str, Any]:
    """Let the client process send these; its report. Every answer must have been the right page."""
    plan = stand.data / "plan.json"
    plan.write_text(json.dumps({"port": port, "connections": connections, "requests": requests}))
    done = subprocess.run(
        [sys.executable, "-m", "bench.client", str(plan)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    if done.returncode:
        raise SystemExit(f"bench.client: {done.stderr[-2000:]}")
    report: dict[str, Any] = json.loads(done.stdout)
    if report["wrong_count"] or len(report["times"]) != len(requests):
        raise SystemExit(f"{report['wrong_count']} câu trả lời sai, ví dụ: {report['wrong'][:1]}")
    return report


def forget_the_pace() -> None:
    """The throttle remembers the codes of a run that ended a few minutes ago."""
    from foundation.redis import client, key

    for name in client().scan_iter(key("*").encode()):
        client().delete(name)


def run(stand: Stand, *, size: int = SIZE, rounds: int = ROUNDS, requests: int = REQUESTS) -> dict[str, Any]:
    """The whole table; what is written into ``results``."""
    loaded = stand.filled(size)
    forget_the_pace()
    keys = _keys(min(size, 20_000))
    proxies = {"TRUSTED_PROXIES": "127.0.0.1"}
    web, port = stand.web("web", **proxies)
    asker = Asker(keys, port, random.Random(1))
    code, secret, _pk = asker.key()
    body = _size(port, asker.post(code, secret, code))
    houses = {
        name: stand.web(
            name,
            **proxies,
            DJANGO_SETTINGS_MODULE="bench.lookup.settings",
            BENCH_HOUSE=name,
            BENCH_BODY_BYTES=str(body),
        )
        for name in ("empty", "naked")
    }
    contestants = {
        "look-up": (web, port, "post"), "empty house": (*houses["empty"], "post"), "naked view": (*houses["naked"], "post"),
        "refresh": (web, port, "get"), "empty refresh": (*houses["empty"], "get"),
    }  # fmt: skip
    for _web, at, way in contestants.values():
        drive(stand, at, _requests(asker, way, 200), CONNECTIONS)
    measured = []
    for number in range(rounds):
        names = list(contestants)
        names = names[number % len(names) :] + names[: number % len(names)]
        measured.append({name: _measure(stand, *contestants[name], asker, requests) for name in names})
    result = {
        "name": "lookup", "what": "POST /tra-cuu/ and its refresh against the empty house (docs/bench.md)",
        "machine": machine.describe(), "size": size, "loader": loaded, "rounds": rounds, "requests": requests,
        "connections": CONNECTIONS, "body_bytes": body, "client": "bench.client: one process, asyncio protocols",
        "measured": measured, "same_time": same_time(stand, port, asker, min(600, requests)),
        "ratios": {
            "look-up / empty house": figures.ratio(measured, "look-up", "empty house"),
            "look-up / naked view": figures.ratio(measured, "look-up", "naked view"),
            "refresh / empty refresh": figures.ratio(measured, "refresh", "empty refresh"),
        },
        "target": {"look-up / empty house": TARGET},
        "load_average_at_end": machine.load(),
    }  # fmt: skip
    result["reached"] = result["ratios"]["look-up / empty house"] >= TARGET
    return result


def _requests(asker: Asker, way: str, count: int) -> list[list[str]]:
    made = []
    for _n in range(count):
        code, secret, pk = asker.key()
        made.append(asker.post(code, secret, code) if way == "post" else asker.get(_cookie(pk), code))
    return made


def _cookie(pk: str) -> str:
    """The signed cookie that the page gives; the house's raw query is told the key beside it."""
    from django.core import signing

    from portal.public.lookup import COOKIE, SALT

    return f"{COOKIE}={signing.dumps(pk, salt=SALT)}; bench={pk}"


def _measure(stand: Stand, web: Any, port: int, way: str, asker: Asker, count: int) -> dict[str, Any]:
    assert stand.services is not None
    postgres, valkey = stand.services.postgres, stand.services.valkey
    roots = {
        "server": web.pid, "postgresql": postgres and postgres.process and postgres.process.pid,
        "redis": valkey and valkey.process and valkey.process.pid,
    }  # fmt: skip
    made = _requests(asker, way, count)
    before = {name: cpu.seconds(pid) for name, pid in roots.items()}
    report = drive(stand, port, made, CONNECTIONS)
    used = {f"cpu_us_{n}": round((cpu.seconds(pid) - before[n]) / count * 1e6, 1) for n, pid in roots.items()}
    times = report["times"]
    return {
        "per_second": round(count / report["seconds"], 1), "seconds": round(report["seconds"], 3),
        "p50_ms": figures.percentile(times, 0.5), "p99_ms": figures.percentile(times, 0.99), **used,
    }  # fmt: skip


def _size(port: int, request: list[str]) -> int:
    """How long the product's page is."""
    head, body, must = request
    lines = [line.partition(": ") for line in head.split("\r\n")[1:] if line]
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/tra-cuu/", body.encode(), {n: v for n, _c, v in lines})
    with urllib.request.urlopen(asked) as answer:
        page = answer.read()
    assert must.encode() in page
    return len(page)


def _keys(count: int) -> list[tuple[str, str, str]]:
    """So many codes with the last four digits of the applicant's phone, and their keys, spread over all."""
    from django.db import connection

    from dossiers.models import Party
    from foundation import scoping

    with scoping.system("bench"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, code FROM dossiers_dossier WHERE code_key IS NOT NULL AND mirror_system = '' ORDER BY id"
        )
        rows = cursor.fetchall()
        chosen = dict(random.Random(2).sample(rows, min(count, len(rows))))
        parties = Party.objects.filter(dossier_id__in=list(chosen), role="applicant").only("dossier_id", "phone")
        return [(chosen[p.dossier_id], p.phone[-4:], str(p.dossier_id)) for p in parties]


def tell(result: dict[str, Any]) -> str:
    """The table for people."""
    rounds = result["measured"]
    rows = [
        (
            name, figures.middle(rounds, name, "per_second"), figures.middle(rounds, name, "p50_ms"),
            figures.middle(rounds, name, "p99_ms"), figures.middle(rounds, name, "cpu_us_server"),
            figures.middle(rounds, name, "cpu_us_postgresql"), figures.middle(rounds, name, "cpu_us_redis"),
        )
        for name in rounds[0]
    ]  # fmt: skip
    rows.sort(key=lambda row: sorted(rounds[0]).index(row[0]))
    head = ("tra cứu", "lần/giây", "p50 ms", "p99 ms", "CPU µs web", "CPU µs PG", "CPU µs Redis")
    lines = [figures.table(head, rows), ""]
    lines += [f"{name}: {value}" for name, value in result["ratios"].items()]
    timing = result["same_time"]
    lines += [
        f"mục tiêu look-up / empty house ≥ {TARGET}: {'đạt' if result['reached'] else 'CHƯA ĐẠT'}",
        f"mã lạ p50 {timing['unknown_code']['p50_ms']} ms, sai số bí mật p50 {timing['wrong_factor']['p50_ms']} ms, "
        f"xác suất mã lạ chậm hơn {timing['unknown_slower']} (0,5 = không phân biệt được)",
    ]
    return "\n".join(lines)
