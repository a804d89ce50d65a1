"""Who watches the process: by any name of the machine, without the database, and nobody from outside."""

import pytest
from django.test import Client, RequestFactory

from foundation.embedded.processes import free_port
from foundation.redis import client as redis_client
from foundation.redis import key
from foundation.tasks import heartbeat
from portal.addresses import client_address
from tests.config.house import bare, own_secrets, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def value(text: str, name: str) -> float:
    [line] = [line for line in text.splitlines() if line.startswith(f"{name} ")]
    return float(line.rpartition(" ")[2])


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_a_probe_calls_the_machine_by_its_address(client, redis_url, path):
    assert client.get(path, headers={"host": "10.1.2.3:8000"}).status_code == 200
    assert client.get("/", headers={"host": "10.1.2.3:8000"}).status_code == 400


class TestReady:
    def test_everything_is_in_order(self, client, redis_url):
        answer = client.get("/readyz")
        assert answer.json() == {"status": "ok", "database": "ok", "broker": "ok", "migrations": "ok"}

    def test_without_redis(self, client, settings):
        redis_client.cache_clear()
        settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
        try:
            answer = client.get("/readyz")
            assert (
                answer.status_code == 503 and answer.json()["broker"] == "error" and answer.json()["database"] == "ok"
            )
        finally:
            redis_client.cache_clear()

    def test_without_database_and_without_waiting_for_the_pool(self):
        """The whole program, with nothing behind it: alive at once, not ready, and it says what is missing."""
        code = (
            "import time, django; django.setup(); from django.test import Client; c = Client(); t = time.monotonic(); "
            "alive, ready, seen = c.get('/healthz'), c.get('/readyz'), c.get('/metrics'); "
            "print(alive.status_code, ready.status_code, ready.json()); print(seen.content.decode())"
        )
        nowhere = {
            "DATABASE_URL": f"postgresql://motcua@127.0.0.1:{free_port()}/motcua", "DB_POOL": "0",
            "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0", "DJANGO_SETTINGS_MODULE": "portal.settings",
        }  # fmt: skip
        done = run("-c", code, **bare(), **own_secrets(), **nowhere)
        first, _rest = done.stdout.split("\n", 1)
        assert first == (
            "200 503 {'status': 'error', 'database': 'error', 'broker': 'error', 'migrations': 'unknown'}"
        ), done.stdout + done.stderr
        assert value(done.stdout, "motcua_database_up") == 0 and value(done.stdout, "motcua_redis_up") == 0


class TestMetrics:
    def test_what_an_operator_looks_at(self, client, redis_url):
        redis_client().rpush(key("delivery"), "a", "b")
        heartbeat("inbox")
        text = client.get("/metrics").content.decode()
        assert value(text, "motcua_database_up") == value(text, "motcua_redis_up") == 1
        assert value(text, 'motcua_messages{state="queued"}') == 0
        assert value(text, 'motcua_queue_tasks{queue="delivery"}') == 2
        assert value(text, 'motcua_worker_silent_seconds{queue="inbox"}') < 60
        assert 'motcua_worker_silent_seconds{queue="delivery"}' not in text

    @pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
    def test_not_through_a_proxy_on_this_machine(self, client, header):
        assert client.get("/metrics", headers={header: "198.51.100.7"}).status_code == 404

    def test_not_from_elsewhere_and_not_by_a_forged_header(self, client, settings):
        assert client.get("/metrics", REMOTE_ADDR="198.51.100.1").status_code == 404
        forged = {"X-Forwarded-For": "127.0.0.1"}
        assert client.get("/metrics", REMOTE_ADDR="198.51.100.1", headers=forged).status_code == 404
        settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
        behind = {"X-Forwarded-For": "127.0.0.1, 198.51.100.1"}
        assert client.get("/metrics", REMOTE_ADDR="10.0.0.1", headers=behind).status_code == 404

    def test_from_where_the_operator_says(self, client, settings, redis_url):
        settings.METRICS_FROM = ["10.9.0.0/16"]
        assert client.get("/metrics", REMOTE_ADDR="10.9.1.1").status_code == 200
        assert client.get("/metrics", REMOTE_ADDR="::ffff:10.9.1.1").status_code == 200
        assert client.get("/metrics", REMOTE_ADDR="10.8.1.1").status_code == 404


class TestAddressOfACitizen:
    @pytest.mark.parametrize(
        ("peer", "forwarded", "expected"),
        [
            ("198.51.100.1", "", "198.51.100.1"),
            ("198.51.100.1", "203.0.113.9", "198.51.100.1"),  # nobody we know says so
            ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
            ("10.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),  # the first part is the citizen's own claim
            ("10.0.0.1", "1.2.3.4, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
            ("10.0.0.1", "203.0.113.9:51234", "203.0.113.9"),
            ("10.0.0.1", '"[2001:db8::7]:443"', "2001:db8::7"),
            ("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
            ("10.0.0.1", "unknown", "10.0.0.1"),
            ("10.0.0.1", "1.2.3.4, rubbish", "10.0.0.1"),
            ("10.0.0.1", "", "10.0.0.1"),
        ],
    )
    def test_is_the_nearest_one_that_is_not_ours(self, settings, peer, forwarded, expected):
        settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}
        request = RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)
        assert client_address(request) == expected
