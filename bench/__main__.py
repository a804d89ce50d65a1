"""``python -m bench [lookup] [notices] [clock] [recalculate] [--rounds N] [--size N] [--requests N]``"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from bench.stand import Stand

RESULTS = Path(__file__).parent / "results"
NAMES = ("lookup", "notices", "clock", "recalculate")


def main() -> int:
    """Measure, write ``results/<name>.json`` and print the tables. 1 where a target was not reached."""
    parser = argparse.ArgumentParser(prog="bench", description="Đo, so với giới hạn đo cùng lúc.")
    parser.add_argument("names", nargs="*", metavar="TÊN", help=f"{' '.join(NAMES)} (mặc định: tất cả)")
    parser.add_argument("--rounds", type=int, help="số vòng, xen kẽ")
    parser.add_argument(
        "--size", type=int, help="số hồ sơ (lookup, recalculate), số tin mỗi vòng (notices), số ngày hẹn (clock)"
    )
    parser.add_argument("--requests", type=int, help="số lần hỏi mỗi vòng (lookup)")
    parser.add_argument("--out", type=Path, default=RESULTS, help="thư mục ghi kết quả")
    options = parser.parse_args()
    names = options.names or list(NAMES)
    if unknown := [n for n in names if n not in NAMES]:
        parser.error(f"không có phép đo {unknown[0]}")
    given = {k: v for k in ("rounds", "size", "requests") if (v := getattr(options, k)) is not None}
    missed = False
    with Stand() as stand:
        stand.prepare()
        for name in names:
            result, table = _one(stand, name, given)
            options.out.mkdir(parents=True, exist_ok=True)
            path = options.out / f"{name}.json"
            path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            print(f"\n{table}\n→ {path}", flush=True)
            missed |= not result["reached"]
    return int(missed)


def _one(stand: Stand, name: str, given: dict[str, Any]) -> tuple[dict[str, Any], str]:
    if name == "lookup":
        from bench.lookup import run as lookup

        result = lookup.run(stand, **given)
        return result, lookup.tell(result)
    given = {k: v for k, v in given.items() if k != "requests"}
    if name == "clock":
        from bench.clock import run as clock

        result = clock.run(stand, **given)
        return result, clock.tell(result)
    if name == "recalculate":
        from bench.recalculate import run as recalculate

        result = recalculate.run(stand, **given)
        return result, recalculate.tell(result)
    from bench.notices import run as notices

    result = notices.run(stand, **given)
    return result, notices.tell(result)


if __name__ == "__main__":
    sys.exit(main())
