"""``make demo`` as its user sees it: ready, a second one refused, killed hard, started again with its data."""

import json
import signal
import socket
import sys

import pytest

from foundation.embedded.processes import free_port
from tests.embedded.processes import alive, children_of
from tests.support.emulator import eventually

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="nhìn vào /proc"), pytest.mark.faults]


def test_from_the_first_start_to_the_last_process(first):
    demo, process = first.demo, first.running()
    children = children_of(process.pid)
    try:
        # given a demo that is ready, then its addresses and accounts were printed and every face answers
        assert "Đi thử một vòng" in first.said and "tiepnhan.h05" in first.said
        for path in ("/", "/thu-tuc/", "/tra-cuu/", "/phan-anh/", "/can-bo/", "/quan-tri/", "/api/v1/docs/"):
            assert demo.get(path)[0] == 200, path
        assert demo.get("/readyz")[0] == 200
        assert demo.get("/", host="localhost")[0] == 200
        assert demo.get("/", demo.emulator)[0] == 200
        assert demo.dossiers(process) >= 3000
        # and a command in another window works on it
        made = demo.manage("create_api_client", "thu", "--province", "H05", "--scopes", "dossiers:read")
        assert json.loads(made.stdout)["scopes"] == ["dossiers:read"], made.stderr
        checked = demo.manage("check_config")
        assert checked.returncode == 0 and "ok      database role" in checked.stdout, checked.stdout
        # when a second one is started on the same folder, then it says so and stops
        second = demo.start()
        out, _nothing = second.communicate(timeout=60)
        assert second.returncode == 1 and f"http://127.0.0.1:{demo.port}" in out
        # when the program that started it is killed hard, then nothing of it goes on
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        assert eventually(lambda: not alive(children), 40), alive(children)
        assert not (demo.folder / "environment.json").exists() or demo.manage("check_config").returncode == 1
    finally:
        first.end()
    # when it is started again with another Zalo, then it is there with its data, and ends with everything at SIGTERM
    again = demo.start(ZALO_OPENAPI_URL=f"http://127.0.0.1:{free_port()}")
    try:
        assert "Điện thoại" not in demo.until_ready(again)
        assert demo.dossiers(again) >= 3000
        children = children_of(again.pid)
        assert children and not any("zalo_emulator" in line for line in children.values())
        again.send_signal(signal.SIGTERM)
        assert again.wait(60) == 0
        assert not alive(children)
    finally:
        again.kill()


def test_killed_while_it_prepares_it_leaves_nothing(demo):
    """On a given database nothing else would end what prepares it."""
    process = demo.start()
    preparing = "portal.demo.prepare"
    try:
        assert eventually(lambda: any(preparing in line for line in children_of(process.pid).values()), 90)
        children = children_of(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        assert eventually(lambda: not alive(children), 40), alive(children)
    finally:
        process.kill()


class TestWhatCannotBe:
    @pytest.mark.parametrize("name", ["PORT", "ZALO_EMULATOR_PORT"])
    def test_a_port_in_use_is_named(self, demo, name):
        port = demo.port if name == "PORT" else demo.emulator
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", port))
            taken.listen()
            out = demo.refused()
        assert str(port) in out and f"Đặt {name} " in out

    def test_a_port_that_is_none_or_twice_the_same(self, demo):
        assert "PORT=tám" in demo.refused(PORT="tám")
        assert "PORT=70000" in demo.refused(PORT="70000")
        out = demo.refused(ZALO_EMULATOR_PORT=str(demo.port))
        assert "PORT" in out and "ZALO_EMULATOR_PORT" in out

    def test_a_folder_that_cannot_be_written(self, demo):
        """Below a file there can be no folder, not even for root."""
        demo.folder.parent.joinpath("tệp").write_text("")
        assert "DEMO_DATA_DIR" in demo.refused(DEMO_DATA_DIR=str(demo.folder.parent / "tệp" / "x"))

    def test_given_servers_that_are_away(self, demo):
        database, redis = f"postgresql://x@127.0.0.1:{free_port()}/x", f"redis://127.0.0.1:{free_port()}/0"
        assert "REDIS_URL" in demo.refused(DATABASE_URL=database, REDIS_URL=redis)
        assert "DATABASE_URL" in demo.refused(DATABASE_URL=database)

    def test_production(self, demo):
        assert "DEMO" in demo.refused(PRODUCTION="1")
