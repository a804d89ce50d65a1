"""A command in another window joins the demo that runs, and no other system by accident."""

import json
import stat

import pytest

from portal.demo.joining import NAME, join, leave, take_away

OURS = {"DATABASE_URL": "postgresql://demo", "REDIS_URL": "redis://demo", "DEMO": "1", "REDIS_PREFIX": "motcua-demo-1:"}


@pytest.fixture
def running(tmp_path):
    leave(tmp_path, OURS)
    return tmp_path


def joined(folder, **given: str) -> dict[str, str] | None:
    environment = {"DEMO_DATA_DIR": str(folder), **given}
    return environment if join(environment) else None


def test_nothing_else_is_meant(running):
    found = joined(running)
    assert found is not None and {name: found[name] for name in OURS} == OURS


@pytest.mark.parametrize("given", [{"DEMO": "1"}, {"DEMO": "yes"}, {"DATABASE_URL": OURS["DATABASE_URL"]}])
def test_the_demo_is_named(running, given):
    found = joined(running, **given)
    assert found is not None and found["REDIS_PREFIX"] == OURS["REDIS_PREFIX"]


@pytest.mark.parametrize(
    "given",
    [
        {"DATABASE_URL": "postgresql://own"}, {"DATABASE_URL": "postgresql://own", "DEMO": "1"}, {"SECRET_KEY": "own"},
        {"PRODUCTION": "1"}, {"PRODUCTION": "1", "DEMO": "1"}, {"DEBUG": "1"}, {"TESTING": "1"}, {"DEMO": "0"},
    ],
)  # fmt: skip
def test_another_system_is_meant(running, given):
    assert joined(running, **given) is None


def test_what_is_given_stays(running):
    found = joined(running, REDIS_URL="redis://own", LOG_LEVEL="DEBUG")
    assert found is not None and (found["REDIS_URL"], found["LOG_LEVEL"]) == ("redis://own", "DEBUG")


def test_no_demo_runs(tmp_path, running):
    assert joined(tmp_path / "nothing") is None
    # one that was killed has left its note
    (running / NAME).write_text(json.dumps({"pid": 2**22 + 1, "environment": OURS}))
    assert joined(running) is None
    (running / NAME).write_text("{")
    assert joined(running) is None
    take_away(running)
    take_away(running)
    assert joined(running) is None


def test_only_its_owner_reads_the_note(running):
    assert stat.S_IMODE((running / NAME).stat().st_mode) == 0o600
