"""``python -m zalo_emulator --port 8100``"""

import argparse
import json
from pathlib import Path

import uvicorn

from zalo_emulator.app import Emulator
from zalo_emulator.seed import default_world


def main() -> None:
    parser = argparse.ArgumentParser(prog="zalo_emulator", description="Giả lập Zalo OA, ZBS/ZNS và OAuth.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--webhook", default="", help="địa chỉ nhận webhook của ứng dụng")
    parser.add_argument("--people", type=Path, help="tệp JSON: [{\"name\", \"phone\", …}]")
    parser.add_argument("--no-rate-limit", action="store_true", help="không giới hạn 4.000 lời gọi/phút")
    parser.add_argument("--receipt-delay", type=float, default=0.8, help="giây trước khi báo đã nhận; âm: không báo")
    options = parser.parse_args()
    people = json.loads(options.people.read_text()) if options.people else None
    world = default_world(people)
    world.app.webhook_url = options.webhook
    world.rate_limited = not options.no_rate_limit
    world.receipt_delay = options.receipt_delay
    uvicorn.run(
        Emulator(world), host=options.host, port=options.port, log_level="warning", access_log=False, lifespan="on",
        timeout_graceful_shutdown=1, backlog=4096,
    )  # fmt: skip


if __name__ == "__main__":
    main()
