"""Whether an unknown code and a wrong factor can be told apart by time (design promise 8)."""

from typing import TYPE_CHECKING, Any

from bench import figures

if TYPE_CHECKING:
    from bench.lookup.run import Asker
    from bench.stand import Stand


def same_time(stand: "Stand", port: int, asker: "Asker", count: int) -> dict[str, Any]:
    """Ask for both in turn over one connection: the times of each, and how often the one is the slower.

    0.5 cannot be told apart. The pairs are measured one after the other, so that what disturbs the machine disturbs both.
    """
    from bench.lookup.run import drive

    requests = []
    for number in range(count):
        code, secret, _pk = asker.key()
        wrong = f"{(int(secret) + 5000) % 10000:04}"
        unknown = f"{code.rsplit('-', 1)[0]}-9{number % 1000:03}9"
        requests += [asker.post(unknown, wrong, 'role="alert"'), asker.post(code, wrong, 'role="alert"')]
    times = drive(stand, port, requests, 1)["times"]
    unknown_times, wrong_times = times[0::2], times[1::2]
    return {
        "unknown_code": _shape(unknown_times), "wrong_factor": _shape(wrong_times), "pairs": count,
        "unknown_slower": _slower(unknown_times, wrong_times),
    }  # fmt: skip


def _shape(times: list[float]) -> dict[str, float]:
    return {f"p{p}_ms": figures.percentile(times, p / 100) for p in (10, 25, 50, 75, 90)}


def _slower(first: list[float], second: list[float]) -> float:
    """The share of all pairs in which the first is the slower (Mann and Whitney's U over n·m)."""
    ordered = sorted([(t, 0) for t in first] + [(t, 1) for t in second])
    seen = won = 0
    for _time, which in ordered:
        if which:
            seen += 1
        else:
            won += seen
    return round(won / (len(first) * len(second)), 3)
