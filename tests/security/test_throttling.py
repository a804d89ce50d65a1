"""Who is counted as one, who may speak for whom, and that counting goes on when Redis is away."""

import time
from ipaddress import ip_network

import pytest
import redis
from django.test import Client, RequestFactory

from foundation import throttle
from foundation.throttle import ProcessCounter, hit
from portal.addresses import counted_address
from portal.middleware.proxies import ProxiesMiddleware
from tests.security.away import without_redis
from tests.support import world as worlds


@pytest.fixture
def no_redis(monkeypatch):
    without_redis(monkeypatch)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"), ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"), ("::ffff:203.0.113.9", "203.0.113.9"), ("203.0.113.9", "203.0.113.9"),
        ("", ""),
    ],
)  # fmt: skip
def test_an_ipv6_line_is_counted_as_one(address, counted):
    assert counted_address(RequestFactory().get("/", REMOTE_ADDR=address)) == counted


def try_codes(client: Client, addresses: list[str]) -> list[int]:
    """Different codes, so that only the address can be what is counted."""
    form = [{"code": f"H05.{n}", "secret": "0000"} for n in range(len(addresses))]
    return [client.post("/tra-cuu/", f, REMOTE_ADDR=a).status_code for f, a in zip(form, addresses, strict=True)]


@pytest.mark.django_db
class TestTheLookUp:
    def test_addresses_of_one_64_share_their_tries(self, redis_url):
        line = [str(address) for address, _ in zip(ip_network("2001:db8:1:2::/64"), range(31), strict=False)]
        assert try_codes(Client(), line) == [200] * 30 + [429]
        assert try_codes(Client(), ["2001:db8:1:3::1"]) == [200]

    def test_an_address_that_a_stranger_claims_is_not_counted(self, redis_url, settings):
        settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
        answers = [
            Client().post(
                "/tra-cuu/", {"code": f"H05.{n}", "secret": "0000"}, REMOTE_ADDR="198.51.100.1",
                headers={"x-forwarded-for": f"203.0.113.{n}"},
            ).status_code
            for n in range(31)
        ]  # fmt: skip
        assert answers == [200] * 30 + [429]

    def test_guessing_is_stopped_without_redis(self, no_redis, settings):
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
        client = Client()
        answers = [client.post("/tra-cuu/", {"code": "H05.101", "secret": str(n)}) for n in range(11)]
        assert [a.status_code for a in answers] == [200] * 10 + [429]
        assert 1 <= int(answers[-1]["Retry-After"]) <= 600

    def test_who_knows_their_code_gets_in_without_redis(self, no_redis):
        dossier = worlds.filed(worlds.build(), accept=True)
        answer = Client().post("/tra-cuu/", {"code": dossier.code, "secret": "0001"})
        assert dossier.code in answer.content.decode() and "tra_cuu" in answer.cookies


@pytest.mark.django_db
def test_tokens_are_counted_without_redis(no_redis):
    client = Client()
    assert [client.post("/oauth/token/").status_code for _ in range(61)].count(429) == 1


class TestWithoutRedis:
    def test_each_bucket_has_its_window(self, no_redis):
        assert [hit("a", limit=2, seconds=60).allowed for _ in range(3)] == [True, True, False]
        assert hit("b", limit=2, seconds=60).allowed
        assert 1 <= hit("a", limit=2, seconds=60).retry_after <= 60

    def test_a_window_ends(self, no_redis, monkeypatch):
        assert not [hit("a", limit=1, seconds=60) for _ in range(2)][-1].allowed
        at = time.monotonic()
        monkeypatch.setattr("foundation.throttle.time.monotonic", lambda: at + 61)
        assert hit("a", limit=1, seconds=60).allowed

    def test_a_silent_server_is_not_asked_at_every_try(self, monkeypatch):
        asked = []

        class Silent:
            def eval(self, *args):
                asked.append(args)
                raise redis.TimeoutError

        monkeypatch.setattr(throttle, "client", Silent)
        monkeypatch.setattr(throttle, "_server", throttle._Server())
        monkeypatch.setattr(throttle, "_here", ProcessCounter())
        assert [hit("a", limit=9, seconds=60).allowed for _ in range(10)] == [True] * 9 + [False]
        assert len(asked) == 1

    def test_memory_is_bounded(self):
        counter = ProcessCounter(most=3)
        assert [counter.count(name, 60)[0] for name in ("a", "b", "c", "a", "d")] == [1, 1, 1, 2, 1]
        assert len(counter._windows) == 3 and counter.count("d", 60)[0] == 2 and counter.count("a", 60)[0] == 1


@pytest.mark.parametrize(
    ("peer", "proxies", "secure"),
    [
        ("10.0.0.1", ["10.0.0.0/8"], True), ("::ffff:10.0.0.1", ["10.0.0.0/8"], True),
        ("198.51.100.1", ["10.0.0.0/8"], False), ("10.0.0.1", [], False), ("", ["10.0.0.0/8"], False),
    ],
)  # fmt: skip
def test_https_is_believed_of_our_proxies_alone(settings, peer, proxies, secure):
    settings.TRUSTED_PROXIES, settings.SECURE_PROXY_SSL_HEADER = proxies, ("HTTP_X_FORWARDED_PROTO", "https")
    seen = []
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"x-forwarded-proto": "https"})
    ProxiesMiddleware(lambda r: seen.append(r.is_secure()))(request)
    assert seen == [secure]


@pytest.mark.django_db
def test_a_stranger_gets_no_hsts_by_claiming_https(settings, redis_url):
    settings.TRUSTED_PROXIES, settings.SECURE_PROXY_SSL_HEADER = ["10.0.0.0/8"], ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 31_536_000
    claim = {"headers": {"x-forwarded-proto": "https"}}
    assert "Strict-Transport-Security" in Client().get("/tra-cuu/", REMOTE_ADDR="10.0.0.1", **claim).headers
    assert "Strict-Transport-Security" not in Client().get("/tra-cuu/", REMOTE_ADDR="198.51.100.1", **claim).headers
