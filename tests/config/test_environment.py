"""The variables of the environment become what they say."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.conf import environment
from portal.conf.database import database
from portal.conf.variables import Variables


def made(url: str, **changes) -> dict:
    given = {
        "name": "motcua", "statement_timeout_ms": 5000, "idle_timeout_ms": 7000, "prepare": True, "pool_size": 4,
        "emptying": False,
    }  # fmt: skip
    return database(url, **{**given, **changes})


class TestVariables:
    def test_an_empty_one_is_not_set(self):
        given = Variables({"A": "", "B": "  ", "C": " x "})
        assert (given.text("A", "1"), given.text("B", "2"), given.text("C")) == ("1", "2", "x")

    def test_a_secret_with_a_dollar_points_nowhere(self):
        assert Variables({"SECRET_KEY": "$HOME", "HOME": "/root"}).text("SECRET_KEY") == "$HOME"

    def test_words_and_switches(self):
        given = Variables({"A": "a, b ,,c", "YES": "True", "NO": "off", "ODD": "maybe"})
        assert given.words("A") == ["a", "b", "c"] and given.words("B", ["x"]) == ["x"]
        assert given.switch("YES") and not given.switch("NO", True) and given.switch("NONE", True)
        with pytest.raises(ImproperlyConfigured, match="ODD"):
            given.switch("ODD")


class TestDatabase:
    def test_options_of_the_address_stand_beside_ours(self):
        url = "postgresql://mot%40cua:p%40ss@db.example.vn:6432/motcua?sslmode=verify-full&sslrootcert=/etc/ca.pem"
        found = made(url)
        assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
            "mot@cua",
            "p@ss",
            "db.example.vn",
            6432,
        )
        options = found["OPTIONS"]
        assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/ca.pem")
        assert options["connect_timeout"] == 5 and "statement_timeout=5000" in options["options"]
        assert "idle_in_transaction_session_timeout=7000" in options["options"]
        assert options["pool"]["max_size"] == 4 and options["prepare_threshold"] == 0

    def test_options_of_the_server_are_added_to(self):
        options = made("postgresql://h/d?options=-c%20search_path%3Dmotcua&connect_timeout=9")["OPTIONS"]
        assert options["options"].startswith("-c search_path=motcua -c statement_timeout=5000")
        assert options["connect_timeout"] == 9

    def test_a_socket(self):
        found = made("postgresql://motcua@/motcua?host=/run/postgresql")
        assert (found["HOST"], found["OPTIONS"]["host"]) == ("", "/run/postgresql")

    def test_without_pool_and_prepared_statements(self):
        options = made("postgres://h/d", pool_size=0, prepare=False)["OPTIONS"]
        assert (
            "pool" not in options and "prepare_threshold" not in options and "plan_cache_mode" not in options["options"]
        )


class TestRedis:
    @pytest.mark.parametrize(
        ("url", "broker"),
        [
            ("redis://:p@h:6379/2", "redis://:p@h:6379/2"),
            ("unix:///run/valkey.sock?db=3", "redis+socket:///run/valkey.sock?virtual_host=3"),
            ("unix://:p@/run/valkey.sock", "redis+socket://:p@/run/valkey.sock"),
            ("rediss://h:6380/0", "rediss://h:6380/0?ssl_cert_reqs=required"),
            ("rediss://h/0?ssl_ca_certs=/ca.pem", "rediss://h/0?ssl_ca_certs=/ca.pem&ssl_cert_reqs=required"),
            ("rediss://h/0?ssl_cert_reqs=none", "rediss://h/0?ssl_cert_reqs=none"),
        ],
    )
    def test_celery_is_told_the_same_server_in_its_own_words(self, url, broker):
        assert environment.broker_url(environment.redis_url(url)) == broker


class TestStorage:
    @pytest.mark.parametrize("text", ["file:///srv/mot cua/tệp", "/srv/mot cua/tệp"])
    def test_a_folder_as_it_is_written(self, text):
        assert environment.file_storage(text)["OPTIONS"]["location"] == "/srv/mot cua/tệp"

    def test_what_is_not_supported_yet_is_no_folder_of_that_name(self):
        with pytest.raises(ImproperlyConfigured, match="s3://"):
            environment.file_storage("s3://bucket/path")


class TestMail:
    def test_starttls_and_tls(self):
        found = environment.email("smtp+tls://user%40x:p%40ss@mail.example.vn:587")
        assert (
            found["EMAIL_HOST"] == "mail.example.vn" and found["EMAIL_PORT"] == 587 and found["EMAIL_USE_TLS"] is True
        )
        assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("user@x", "p@ss")
        assert environment.email("smtp+ssl://mail.example.vn:465")["EMAIL_USE_SSL"] is True

    def test_none_sends_nothing(self):
        assert environment.email("") == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


def test_addresses_of_the_web():
    assert environment.web_address("PUBLIC_URL", "https://a.example.vn:8443/") == "https://a.example.vn:8443"
    assert environment.web_address("ZALO_OPENAPI_URL", "http://127.0.0.1:8100/zalo/", path=True).endswith("/zalo")
    for bad in (
        "https://",
        "https://user@a.vn",
        "https://a.vn/x",
        "https://a.vn?x=1",
        "https://a.vn:port",
        "ftp://a.vn",
    ):
        with pytest.raises(ImproperlyConfigured, match="PUBLIC_URL"):
            environment.web_address("PUBLIC_URL", bad)


def test_the_host_of_the_public_address_is_answered():
    assert environment.hosts(["a.example.vn "], "https://b.example.vn") == ["a.example.vn", "b.example.vn"]
    assert environment.hosts(["b.example.vn"], "https://b.example.vn:8443") == ["b.example.vn"]


def test_networks_and_levels():
    assert environment.networks("X", ["10.0.0.5", "10.1.0.0/16", "", " fd00::/8"]) == [
        "10.0.0.5/32", "10.1.0.0/16", "fd00::/8",
    ]  # fmt: skip
    assert environment.log_level(" debug") == "DEBUG"
