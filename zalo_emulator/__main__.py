"""``python -m zalo_emulator --port 8100``"""

import argparse
import gc
import random
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from zalo_emulator import population, restoring
from zalo_emulator.app import Emulator
from zalo_emulator.seed import default_world
from zalo_emulator.store import Store
from zalo_emulator.world import World


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="zalo_emulator", description="Giả lập Zalo OA, ZBS/ZNS và OAuth.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--webhook", default="", help="địa chỉ nhận webhook của ứng dụng")
    parser.add_argument("--people", type=Path, help='tệp JSON: [{"name", "phone", …}]')
    parser.add_argument("--state", type=Path, help="tệp giữ trạng thái giữa hai lần chạy")
    parser.add_argument("--memory-only", action="store_true", help="không giữ gì, dù có --state")
    parser.add_argument("--no-rate-limit", action="store_true", help="không giới hạn 4.000 lời gọi/phút")
    parser.add_argument("--receipt-delay", type=float, default=0.8, help="giây trước khi báo đã nhận; âm: không báo")
    parser.add_argument("--seed", type=int, help="mã ngẫu nhiên giống nhau mỗi lần chạy")
    return parser.parse_args()


def _door(host: str, port: int) -> socket.socket:
    """The listening address, taken before anything else; OSError says which one is in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(
        family, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )  # asyncio sets TCP_NODELAY only where TCP is named
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except OSError as error:
        raise OSError(f"cannot listen on {host}:{port}: {error.strerror}") from error
    return door


def _world(options: argparse.Namespace) -> World:
    people = population.from_file(options.people)
    parts = urlsplit(options.webhook)
    product = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    world = default_world(people, product)
    world.fresh = lambda: default_world(people, product)
    world.app.webhook_url = options.webhook
    world.rate_limited = not options.no_rate_limit
    world.receipt_delay = options.receipt_delay
    if options.seed is not None:
        world.chance = random.Random(options.seed)
    return world


def main() -> None:
    options = _options()
    gc.set_threshold(50_000, 20, 100)  # a hundred thousand messages need not be looked through every second
    try:
        door = _door(options.host, options.port)
        world = _world(options)
        world.address = f"http://{options.host}:{door.getsockname()[1]}"
        if options.state and not options.memory_only:
            restoring.open_world(world, Store(options.state))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        sys.exit(f"zalo_emulator: {error}")
    config = uvicorn.Config(
        Emulator(world), log_level="critical", access_log=False, lifespan="on", timeout_graceful_shutdown=1,
        backlog=4096, server_header=False, date_header=False,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[door])


if __name__ == "__main__":
    main()
