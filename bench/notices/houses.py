"""The processes of the contest: an emulator that knows everybody, and the workers that send to it."""

import json
import sys
import urllib.request
from typing import Any

from bench.stand import Stand

PHONES = 1000  # those of the loaded dossiers (portal/seeding/bulk/crowd.py)
CELERY = [sys.executable, "-m", "celery", "--quiet"]
LIGHT = ["--without-gossip", "--without-mingle", "--loglevel", "ERROR"]


class Zalo:
    """An emulator answering from memory, without limits; with ``webhook`` it gives receipts after a fifth of a second."""

    def __init__(self, stand: Stand, webhook: str = "") -> None:
        self.stand = stand
        people = stand.data / "people.json"
        people.write_text(
            json.dumps([{"name": f"Người Thử {n}", "phone": f"84900000{n:03}"} for n in range(PHONES)]),
            encoding="utf-8",
        )
        options = ["--memory-only", "--no-rate-limit", "--people", str(people)]
        options += ["--receipt-delay", "0.2", "--webhook", webhook] if webhook else ["--receipt-delay", "-1"]
        self.process, self.port = stand.emulator(*options)
        self.url = f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {f"ZALO_{name}_URL": self.url for name in ("OAUTH", "OPENAPI", "BUSINESS", "GRAPH")}

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.url}/__emu/{path}", timeout=60) as answer:
            return json.load(answer)

    def _post(self, where: str, **data: int) -> None:
        request = urllib.request.Request(f"{self.url}/__emu/{where}", json.dumps(data).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=60):
            pass

    def connect(self, province: str) -> None:
        """Connect the province's account as an operator would."""
        told = self.get("world")
        # a day's quota of 20,000 and the money for it are spent after six batches
        self._post(f"oas/{province}", daily_quota=10**9, remaining=10**9, balance=10**12)
        account = next(o for o in told["oas"] if o["province"] == province)
        secrets = {"ZALO_APP_SECRET": told["app_secret"], "ZALO_OA_SECRET": account["oa_secret"]}
        oa = ["--oa-id", account["oa_id"]]
        self.stand.manage(
            "zalo_connect", "--province", province, *oa, "--app-id", told["app_id"], "--refresh-token",
            account["refresh_token"], "--verbosity", "0", **self.environment, **secrets,
        )  # fmt: skip
        for by, template in account["templates"].items():
            mapping = ["--kind", "default", "--by", by, "--template-id", template]
            self.stand.manage("zalo_template", *oa, *mapping, "--verbosity", "0", **self.environment)


def delivery(stand: Stand, zalo: Zalo) -> Any:
    """The product's delivery worker, as the demo runs it."""
    command = [*CELERY, "-A", "portal.celery", "worker", *LIGHT, "--queues", "delivery", "--pool", "solo"]
    return stand.spawn("delivery", [*command, "--hostname", "delivery@%h"], **zalo.environment)


def inbox(stand: Stand, zalo: Zalo) -> Any:
    """The product's worker for receipts, as the demo runs it."""
    command = [*CELERY, "-A", "portal.celery", "worker", *LIGHT, "--queues", "inbox", "--concurrency", "1"]
    return stand.spawn("inbox", [*command, "--hostname", "inbox@%h"], **zalo.environment)


def usual(stand: Stand, zalo: Zalo, token: str) -> Any:
    """The usual design's worker: a process for each core. It takes nothing yet."""
    command = [*CELERY, "-A", "bench.notices.usual", "worker", *LIGHT, "--queues", "bench-idle", "--concurrency", "2"]
    return stand.spawn("usual", [*command, "--hostname", "usual@%h"], **zalo.environment, BENCH_TOKEN=token)
