"""A production system refuses to start with what is only fit for a demo: settings, web server and worker, for real."""

import subprocess
import sys

import pytest

from foundation.embedded.processes import PortState, free_port, look_at_port
from portal.conf.refusals import DEFAULT_FIELD_KEYS, DEFAULT_SECRET
from tests.config.house import ROOT, bare, own_secrets, run


def start(**given: str) -> "subprocess.CompletedProcess[str]":
    """The settings are read, nothing else."""
    return run("manage.py", "check", **{**bare(), **given})


def test_with_nothing_set_it_names_both_secrets_in_one_line():
    done = start()
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert done.stderr.startswith("error   settings:") and done.stderr.count("\n") == 1
    assert "SECRET_KEY" in done.stderr and "FIELD_ENCRYPTION_KEYS" in done.stderr


def test_with_secrets_of_its_own_it_starts():
    done = start(**own_secrets(), PUBLIC_URL="https://dichvucong.example.vn")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": DEFAULT_SECRET}, "SECRET_KEY"),
        ({"FIELD_ENCRYPTION_KEYS": DEFAULT_FIELD_KEYS}, "FIELD_ENCRYPTION_KEYS"),
        ({"FIELD_ENCRYPTION_KEYS": "old"}, "FIELD_ENCRYPTION_KEYS"),
        ({"DEBUG": "1", "PRODUCTION": "1"}, "DEBUG"),
        ({"DEMO": "true", "PRODUCTION": "1"}, "DEMO"),
        ({"TESTING": "1", "PRODUCTION": "yes"}, "TESTING"),
        ({"DELIVERY_TIME_SCALE": "0.01"}, "DELIVERY_TIME_SCALE"),
    ],
)
def test_each_refusal_names_its_variable_and_tells_no_value(changes, named):
    own = own_secrets()
    if changes.get("FIELD_ENCRYPTION_KEYS") == "old":  # the demo's key kept beside one's own
        changes = {"FIELD_ENCRYPTION_KEYS": f"{own['FIELD_ENCRYPTION_KEYS']}, 9:{DEFAULT_FIELD_KEYS[2:]}"}
    done = start(**{**own, **changes})
    assert done.returncode == 1 and f" {named} " in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    for secret in (own["SECRET_KEY"], own["FIELD_ENCRYPTION_KEYS"][2:], DEFAULT_SECRET, DEFAULT_FIELD_KEYS[2:]):
        assert secret not in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"), ("PUBLIC_URL", "dichvucong.example.vn"), ("PUBLIC_URL", "https://a.example.vn/b"),
        ("TRUSTED_PROXIES", "nginx"), ("STORAGE_URL", "s3://bucket"), ("STORAGE_URL", "files"), ("LOG_LEVEL", "LOUD"),
        ("REDIS_URL", "valkey://127.0.0.1"), ("DATABASE_URL", "mysql://a/b"), ("DATABASE_URL", "postgresql://127.0.0.1"),
        ("DELIVERY_TIME_SCALE", "0"), ("DELIVERY_TIME_SCALE", "fast"), ("DB_POOL_SIZE", "many"), ("EMAIL_URL", "pigeon://x"),
        ("ZALO_OPENAPI_URL", "openapi.zalo.me"), ("FIELD_ENCRYPTION_KEYS", "1:short"),
        ("FIELD_ENCRYPTION_KEYS", "no-number"),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_told_by_its_name(name, value):
    done = start(**{**own_secrets(), name: value})
    assert done.returncode == 1 and done.stderr.startswith(f"error   settings: {name}"), done.stderr


@pytest.mark.parametrize("program", ["web", "worker", "beat"])
def test_no_program_of_the_house_runs_with_default_secrets(program):
    port = free_port()
    commands = {
        "web": ["granian", "--interface", "wsgi", "--port", str(port), "--workers", "1", "portal.wsgi:application"],
        "worker": ["celery", "-A", "portal.celery", "worker", "--pool", "solo"],
        "beat": ["celery", "-A", "portal.celery", "beat", "--schedule", "/nonexistent/beat"],
    }
    done = subprocess.run(
        [sys.executable, "-m", *commands[program]], env={**bare(), "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"},
        cwd=ROOT, capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert done.returncode != 0 and "SECRET_KEY" in done.stdout + done.stderr
    assert look_at_port(port) is PortState.FREE
