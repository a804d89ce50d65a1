"""``manage.py check_config`` as an operator runs it: real servers, real faults, the exit code that scripts look at."""

import subprocess
import sys

import psycopg
import pytest
import redis

from foundation.checks.database import _ROLE
from foundation.embedded.processes import free_port, spawn, stop
from foundation.local_time import now
from tests.config.house import ROOT
from tests.support.emulator import eventually

SOUND = (
    "deployment", "secret key", "encryption keys", "public address", "database role", "row security", "migrations",
    "clock", "partitions", "redis", "storage", "events", "delivery", "zalo oauth",
)  # fmt: skip


def files_left(house) -> list:
    return [found for found in (house.folder / "files").rglob("*") if found.is_file()]


def test_a_sound_house(house):
    report = house.check()
    assert (report.code, report.errors()) == (0, []), report.text
    assert {name: report.level(name) for name in SOUND} == dict.fromkeys(SOUND, "ok")
    assert files_left(house) == []


class TestARoleThatSeesEverything:
    def test_the_superuser_is_an_error(self, house):
        with psycopg.connect(house.admin) as connection:
            assert connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (
                True,
            )
        report = house.check(DATABASE_URL=house.admin)
        assert report.code == 1 and report.errors() == ["database role"]
        line = report.line("database role", "error")
        assert "superuser" in line and "NOSUPERUSER NOBYPASSRLS" in line and "DATABASE_URL" in line

    def test_so_is_a_member_of_one(self, house):
        house.sql("CREATE ROLE climber LOGIN PASSWORD 'x'", "GRANT admin, motcua TO climber")
        report = house.check(DATABASE_URL=house.as_role("climber", "x"))
        assert report.code == 1 and report.errors() == ["database role"]
        assert "thành viên" in report.line("database role", "error")

    @pytest.mark.parametrize(
        ("name", "made", "seen"),
        [
            ("exempt", ["CREATE ROLE exempt LOGIN PASSWORD 'x' BYPASSRLS"], (True, False)),
            ("grandchild", [
                "CREATE ROLE between NOINHERIT", "GRANT admin TO between", "CREATE ROLE grandchild LOGIN PASSWORD 'x'",
                "GRANT between TO grandchild",
            ], (False, True)),
            ("keen", [
                "CREATE ROLE strong BYPASSRLS", "CREATE ROLE keen LOGIN PASSWORD 'x'", "GRANT strong TO keen",
            ], (False, True)),
            ("plain", ["CREATE ROLE plain LOGIN PASSWORD 'x'", "GRANT motcua TO plain"], (False, False)),
        ],
    )  # fmt: skip
    def test_every_way_to_be_one_is_seen(self, house, name, made, seen):
        house.sql(*made)
        with psycopg.connect(house.as_role(name, "x")) as connection:
            row = connection.execute(_ROLE).fetchone()
        assert row is not None and row[:2] == seen


class TestSomethingIsAway:
    def test_redis_alone(self, house):
        report = house.check(REDIS_URL=f"redis://:bi-mat@127.0.0.1:{free_port()}/0")
        assert report.code == 1 and report.errors() == ["redis"]
        assert "REDIS_URL" in report.line("redis", "error") and "bi-mat" not in report.text

    def test_everything(self, house):
        """What needs no database is told all the same. Below a file there can be no folder, not even for root."""
        away = house.database.replace(f":{house.postgres.port}/", f":{free_port()}/")
        report = house.check(
            DATABASE_URL=away, REDIS_URL=f"redis://127.0.0.1:{free_port()}/0",
            STORAGE_URL=f"file://{house.folder / 'pg.secret' / 'files'}",
        )  # fmt: skip
        assert report.code == 1 and report.errors() == ["database", "redis", "storage"]
        for name, cure in (("database", "DATABASE_URL"), ("redis", "REDIS_URL"), ("storage", "STORAGE_URL")):
            assert cure in report.line(name, "error")
        assert report.level("secret key") == "ok"

    def test_a_wrong_password_is_not_told(self, house):
        report = house.check(DATABASE_URL=house.as_role("motcua", "khong-phai-mat-khau"))
        assert report.code == 1 and report.errors() == ["database"]
        assert "khong-phai-mat-khau" not in report.text


def test_faults_of_the_tables_are_named_each_with_its_cure(house):
    last = "(SELECT max(id) FROM django_migrations WHERE app = 'ratings')"
    with house.changed(
        f"UPDATE django_migrations SET app = 'put-by' WHERE id = {last}",
        "ALTER TABLE dossiers_dossier NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE notifications_message_default DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE events_unplanned RENAME TO put_by",
        back=(
            "UPDATE django_migrations SET app = 'ratings' WHERE app = 'put-by'",
            "ALTER TABLE dossiers_dossier FORCE ROW LEVEL SECURITY",
            "ALTER TABLE notifications_message_default ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE put_by RENAME TO events_unplanned",
        ),
    ):
        report = house.check()
    assert report.code == 1
    migrations, security = report.line("migrations", "error"), report.line("row security", "error")
    assert "1 bước" in migrations and "manage.py migrate" in migrations
    assert "dossiers_dossier, notifications_message_default" in security and "FORCE ROW LEVEL SECURITY" in security
    # a check that breaks is a finding, and its cause stands in the log
    [broken] = [name for name in report.errors() if name.startswith("events.checks")]
    assert "«self_check_failed» trong nhật ký" in report.line(broken, "error")
    assert '"event": "self_check_failed"' in report.log and "events_unplanned" in report.log
    assert house.check().code == 0


class TestWorkers:
    def test_silence_is_told_with_its_queue(self, house):
        with redis.Redis.from_url(house.redis) as store:
            store.set("house:heartbeat:delivery", now().timestamp() - 900)
            store.set("house:heartbeat:inbox", now().timestamp() - 20)
            report = house.check()
            store.delete("house:heartbeat:delivery", "house:heartbeat:inbox")
        assert report.code == 1 and report.errors() == ["worker delivery"]
        line = report.line("worker delivery", "error")
        assert "im lặng 15 phút" in line and "--queues delivery" in line
        assert report.level("worker inbox") == "ok" and report.level("worker default") == "warning"

    def test_a_real_worker_shows_life_in_its_own_queue_only(self, house):
        celery = [sys.executable, "-m", "celery", "-A", "portal.celery"]
        environment = {**house.environment, "C_FORCE_ROOT": "1"}
        worker = spawn(
            [*celery, "--quiet", "worker", "--queues", "inbox", "--pool", "solo", "--without-gossip", "--loglevel", "ERROR"],
            log=subprocess.DEVNULL, env=environment, cwd=ROOT,
        )  # fmt: skip
        try:
            for queue in ("inbox", "housekeeping"):
                call = [*celery, "call", "foundation.tasks.heartbeat", "-a", f'["{queue}"]', "--queue", queue]
                subprocess.run(call, env=environment, cwd=ROOT, check=True, capture_output=True)
            with redis.Redis.from_url(house.redis) as store:
                assert eventually(lambda: store.get("house:heartbeat:inbox"), 60)
                assert store.get("house:heartbeat:housekeeping") is None
                assert store.llen("house:housekeeping") == 1
        finally:
            stop(worker, subprocess.signal.SIGTERM, 15)


class TestTheEnvironment:
    def test_addresses_and_what_does_nothing_yet(self, house):
        later = {
            "EMAIL_URL": "smtp://mail.example.vn",
            "CLAMD_URL": "tcp://127.0.0.1:3310",
            "SMS_URL": "https://sms.example.vn",
            "SENTRY_DSN": "https://x@y/1",
        }
        report = house.check(PUBLIC_URL="http://dichvucong.example.vn", ALLOWED_HOSTS="*", **later)
        assert report.code == 1 and report.errors() == ["allowed hosts", "public address"]
        assert "PUBLIC_URL=https://" in report.line("public address", "error")
        for name in later:
            assert "docs/cau-hinh.md" in report.line(name, "warning")

    def test_default_keys_are_a_warning_where_they_are_allowed(self, house):
        report = house.check(DEMO="1", SECRET_KEY="", FIELD_ENCRYPTION_KEYS="", ZALO_OAUTH_URL="http://127.0.0.1:9")
        assert report.level("secret key") == "warning" and report.level("deployment") == "warning"
        assert "FIELD_ENCRYPTION_KEYS" in report.line("encryption keys", "warning")
        # a demo that points outside this machine is an error, one that does not is none
        assert report.level("zalo openapi") == "error" and report.level("zalo oauth") == "ok" and report.code == 1
