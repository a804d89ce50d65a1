"""Send the same kind of messages by the product, the usual design and a bare loop, in turn; ratios of the same round."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from bench import cpu, figures, machine
from bench.notices import houses, wire
from bench.notices.queue import Batch
from bench.stand import ROOT, Stand

SIZE, ROUNDS, DOSSIERS, PROVINCE = 3000, 5, 200_000, "H05"
TARGET = 3.0
_PATIENCE = 300.0  # seconds for one batch


def run(stand: Stand, *, size: int = SIZE, rounds: int = ROUNDS) -> dict[str, Any]:
    """The whole table; what is written into ``results``."""
    loaded = stand.filled(DOSSIERS)
    quiet = houses.Zalo(stand)
    contest = Contest(stand, size, quiet)
    measured = contest.rounds(rounds)
    stand.end(quiet.process)
    receipts = _with_receipts(stand, size, rounds)
    for number, round_ in enumerate(measured):
        round_["product, receipts on"] = receipts[number]
    result = {
        "name": "notices", "what": "notices by phone template, answer recorded in the ledger (docs/bench.md)",
        "machine": machine.describe(), "dossiers": DOSSIERS, "loader": loaded, "messages": size, "rounds": rounds,
        "in_flight": 64, "measured": measured,
        "ratios": {
            "product / usual design": figures.ratio(measured, "product", "usual design"),
            "product / bare loop": figures.ratio(measured, "product", "bare loop"),
            "product, receipts on / product": figures.ratio(measured, "product, receipts on", "product"),
        },
        "target": {"product / usual design": TARGET},
        "load_average_at_end": machine.load(),
    }  # fmt: skip
    result["reached"] = result["ratios"]["product / usual design"] >= TARGET
    return result


class Contest:
    """One emulator, one warm worker at a time; each round sends new messages by each design."""

    def __init__(self, stand: Stand, size: int, zalo: houses.Zalo) -> None:
        from accounts.models import Province

        zalo.connect(PROVINCE)
        self.stand, self.size, self.zalo = stand, size, zalo
        self.province: UUID = Province.objects.get(code=PROVINCE, valid_to=None).pk

    def rounds(self, count: int) -> list[dict[str, Any]]:
        designs: dict[str, Callable[[], dict[str, Any]]] = {
            "product": self.product, "usual design": self.usual, "bare loop": self.bare,
        }  # fmt: skip
        names, found = list(designs), []
        for number in range(count):
            order = names[number % 3 :] + names[: number % 3]
            found.append({name: designs[name]() for name in order})
        return found

    def product(self, *, receipts: bool = False) -> dict[str, Any]:
        """A hint, as an act gives it, and the worker empties the ledger."""
        from notifications.tasks import deliver

        worker = houses.delivery(self.stand, self.zalo)
        first = self._batch(50)
        deliver.delay()
        _wait(lambda: not first.waiting())
        first.forget()
        batch = self._batch(self.size)
        told = self._race(worker, deliver.delay, batch.waiting, batch.last_sent)
        if receipts:
            began = told["began"]
            _wait(lambda: batch.delivered()[0] == self.size)
            told["delivered_per_second"] = round(self.size / (batch.delivered()[1] - began), 1)
        batch.forget()
        self.stand.end(worker)
        return told

    def usual(self) -> dict[str, Any]:
        """Every task is in the queue before the worker may take the first."""
        from bench.notices import usual

        batch = self._batch(self.size)
        known = wire.of(batch)
        batch.forget()
        bodies = [json.loads(body) for body in known["bodies"]]
        usual.fresh_table()
        worker = houses.usual(self.stand, self.zalo, known["token"])
        control = usual.app.control
        _wait(lambda: bool(control.ping(timeout=1)))

        def begin() -> None:
            control.add_consumer(usual.QUEUE, reply=False)

        def waiting() -> int:
            return usual.Notice.objects.filter(state="queued").count()

        def last() -> float:
            answers = usual.Notice.objects.exclude(provider_id="").values("provider_id").distinct()
            _right(answers.count(), self.size + 50)
            found = usual.Notice.objects.order_by("-sent_at").values_list("sent_at", flat=True).first()
            assert found is not None
            return found.timestamp()

        usual.queue([{**body, "tracking_id": f"warm-{n}"} for n, body in enumerate(bodies[:50])])
        begin()
        _wait(lambda: not waiting())
        control.cancel_consumer(usual.QUEUE, reply=True, timeout=5)
        usual.queue(bodies)
        told = self._race(worker, begin, waiting, last)
        self.stand.end(worker)
        return told

    def bare(self) -> dict[str, Any]:
        """The same bodies from memory; nothing is recorded."""
        batch = self._batch(self.size)
        plan = self.stand.data / "bodies.json"
        plan.write_text(json.dumps({"url": f"{self.zalo.url}/message/template", **wire.of(batch)}))
        batch.forget()
        before = cpu.seconds(self.zalo.process.pid)
        command = [sys.executable, "-m", "bench.notices.bare", str(plan)]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout)
        _right(told["accepted"], self.size)
        used = round((cpu.seconds(self.zalo.process.pid) - before) / self.size * 1e6, 1)
        return {
            "per_second": round(self.size / told["seconds"], 1), "seconds": round(told["seconds"], 3),
            "cpu_us_emulator": used,
        }  # fmt: skip

    def _batch(self, count: int) -> Batch:
        return Batch(self.province, count)

    def _race(
        self, worker: Any, begin: Callable[[], object], waiting: Callable[[], int], last: Callable[[], float]
    ) -> dict[str, Any]:
        """From the start to the last answer written down; every message must be at its phone exactly once more."""
        roots = {"worker": worker.pid, "emulator": self.zalo.process.pid, "postgresql": self._postgresql()}
        sent = self.zalo.get("stats")["sent"]
        before = {name: cpu.seconds(pid) for name, pid in roots.items()}
        began = time.time()
        begin()
        _wait(lambda: not waiting())
        used = {f"cpu_us_{n}": round((cpu.seconds(p) - before[n]) / self.size * 1e6, 1) for n, p in roots.items()}
        seconds = last() - began
        _right(self.zalo.get("stats")["sent"] - sent, self.size)
        return {"per_second": round(self.size / seconds, 1), "seconds": round(seconds, 3), "began": began, **used}

    def _postgresql(self) -> int | None:
        services = self.stand.services
        postgres = services.postgres if services else None
        return postgres.process.pid if postgres and postgres.process else None


def _with_receipts(stand: Stand, size: int, rounds: int) -> list[dict[str, Any]]:
    """The product once more while the phones' receipts come in through the web server and are written down."""
    web, port = stand.web("web")
    zalo = houses.Zalo(stand, f"http://127.0.0.1:{port}/webhooks/zalo/")
    contest = Contest(stand, size, zalo)
    worker = houses.inbox(stand, zalo)
    told = [contest.product(receipts=True) for _n in range(rounds)]
    stand.end(worker, web, zalo.process)
    return told


def _wait(done: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not done():
        if time.monotonic() > end:
            raise SystemExit("Quá lâu: xem var/bench/logs")
        time.sleep(0.1)


def _right(found: int, wanted: int) -> None:
    if found != wanted:
        raise SystemExit(f"{found} tin đến nơi, cần {wanted}")


def tell(result: dict[str, Any]) -> str:
    """The table for people."""
    rounds = result["measured"]
    columns = ("per_second", "cpu_us_worker", "cpu_us_postgresql", "cpu_us_emulator")
    rows = [
        (name, *(figures.middle(rounds, name, c) if c in rounds[0][name] else "" for c in columns))
        for name in ("product", "usual design", "bare loop", "product, receipts on")
    ]
    lines = [figures.table(("tin nhắn", "tin/giây", "CPU µs gửi", "CPU µs PG", "CPU µs Zalo"), rows), ""]
    delivered = figures.middle(rounds, "product, receipts on", "delivered_per_second")
    lines += [f"{name}: {value}" for name, value in result["ratios"].items()]
    lines += [
        f"báo nhận ghi xong: {delivered} tin/giây",
        f"mục tiêu product / usual design ≥ {TARGET}: {'đạt' if result['reached'] else 'CHƯA ĐẠT'}",
    ]
    return "\n".join(lines)
