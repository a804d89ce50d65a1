"""The servers from wheels: data outlive every way of ending, nothing is left running, one program a folder."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from foundation.embedded import start
from foundation.embedded.postgres import Postgres, StartFailed
from tests.embedded.processes import working_on
from tests.support.emulator import eventually

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nhìn vào /proc")
ROOT = Path(__file__).parents[2]
SOMEBODY = 65534  # nobody: PostgreSQL wants a user that has a name


@pytest.fixture
def folder() -> Iterator[Path]:
    """Open to be walked through, as the demo makes its own; PostgreSQL runs as nobody where we are root."""
    made = Path(tempfile.mkdtemp(prefix="motcua-embedded-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def hold(folder: Path, *before: str) -> "subprocess.Popen[str]":
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    return subprocess.Popen(
        [*before, sys.executable, "-m", "tests.embedded.holder", str(folder)], cwd=ROOT, env=environment, text=True,
        stdout=subprocess.PIPE,
    )  # fmt: skip


def addresses(holder: "subprocess.Popen[str]") -> tuple[str, str]:
    assert holder.stdout is not None
    database, cache = holder.stdout.readline().split()
    return database, cache


def write(database: str, cache: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS told (n int)")
        connection.execute("INSERT INTO told VALUES (7)")
    with redis.Redis.from_url(cache) as store:
        store.set("told", 7)
    time.sleep(1.2)  # Valkey writes its file once a second


def read(database: str, cache: str) -> tuple[int, bytes]:
    with psycopg.connect(database) as connection, redis.Redis.from_url(cache) as store:
        row = connection.execute("SELECT count(*) FROM told").fetchone()
        return (row[0] if row else 0), store.get("told")  # type: ignore[return-value]


@pytest.mark.parametrize(("how", "rights"), [(signal.SIGKILL, 0o711), (signal.SIGKILL, 0o700), (signal.SIGINT, 0o711)])
def test_data_outlive_the_program_and_no_process_does(folder, how, rights):
    """A folder that only we may enter is served through a user namespace where we are root."""
    folder.chmod(rights)
    holder = hold(folder)
    write(*addresses(holder))
    assert working_on(folder)
    holder.send_signal(how)
    holder.wait(30)
    assert eventually(lambda: not working_on(folder), 30), working_on(folder)
    again = hold(folder)
    try:
        assert read(*addresses(again)) == (1, b"7")
    finally:
        again.send_signal(signal.SIGINT)
        again.wait(30)
    assert not working_on(folder)


def test_a_start_right_after_a_kill_waits_for_the_servers_of_the_one_before(folder):
    """They may still be writing their last pages; two on one data directory would ruin it."""
    holder = hold(folder)
    write(*addresses(holder))
    for _each in range(3):
        holder.send_signal(signal.SIGKILL)
        holder = hold(folder)
        assert read(*addresses(holder)) == (1, b"7")
    holder.send_signal(signal.SIGINT)
    holder.wait(30)
    assert not working_on(folder)


def test_variables_of_other_servers_do_not_matter(folder):
    """A machine where libpq is set up for some other PostgreSQL."""
    theirs = {"PGHOST": "db.example.vn", "PGPORT": "1", "PGUSER": "x", "PGSSLMODE": "require", "PGOPTIONS": "-c nothing=1",
              "PGDATA": "/nonexistent", "PGDATABASE": "x", "PGPASSWORD": "x"}  # fmt: skip
    holder = hold(folder, "env", *(f"{name}={value}" for name, value in theirs.items()))
    try:
        write(*addresses(holder))
    finally:
        holder.send_signal(signal.SIGINT)
        holder.wait(30)


def test_data_of_another_version_are_named_and_kept(folder):
    (folder / "pg").mkdir(mode=0o700)
    (folder / "pg" / "PG_VERSION").write_text("12\n")
    with pytest.raises(StartFailed, match=r"PostgreSQL 12.*DEMO_DATA_DIR"):
        Postgres(folder).start()
    assert (folder / "pg" / "PG_VERSION").read_text() == "12\n" and not working_on(folder)


def test_a_server_that_does_not_come_up_says_why(folder):
    holder = hold(folder)
    addresses(holder)
    holder.send_signal(signal.SIGINT)
    holder.wait(30)
    (folder / "pg" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(StartFailed, match="no_such_setting"):
        Postgres(folder).start()


def test_a_second_program_on_the_same_folder_says_so_and_touches_nothing(folder):
    first = hold(folder)
    try:
        given = addresses(first)
        write(*given)
        second = hold(folder)
        assert second.stdout is not None
        assert second.stdout.read() == "held thử\n" and second.wait(30) == 1
        assert read(*given) == (1, b"7")
    finally:
        first.send_signal(signal.SIGINT)
        first.wait(30)


def test_a_half_made_cluster_is_made_anew(folder):
    """Killed during initdb: the half cluster stands beside its place, not in it."""
    (folder / "pg.new").mkdir()
    (folder / "pg.new" / "PG_VERSION").write_text("16")
    holder = hold(folder)
    try:
        write(*addresses(holder))
    finally:
        holder.send_signal(signal.SIGINT)
        holder.wait(30)


def test_the_application_is_an_ordinary_role(folder):
    holder = hold(folder)
    try:
        with psycopg.connect(addresses(holder)[0]) as connection:
            row = connection.execute(
                "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
        assert row == (False, False)
    finally:
        holder.send_signal(signal.SIGINT)
        holder.wait(30)


def test_given_servers_are_used_and_none_is_started(folder, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@127.0.0.1:1/somewhere")
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    services = start(folder)
    assert (services.postgres, services.valkey) == (None, None)
    assert services.environment()["DATABASE_URL"].endswith(":1/somewhere")
    assert not working_on(folder)


def open_to_all(path: Path) -> bool:
    return all(place.stat().st_mode & 0o001 for place in [path, *path.parents] if place.is_dir())


as_root = pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("setpriv"), reason="chỉ root mới đổi được sang người khác"
)


def owners(folder: Path) -> set[int]:
    return {found.lstat().st_uid for found in [folder / "pg", *(folder / "pg").rglob("*")]}


@as_root
def test_root_may_close_and_open_the_way_to_the_data(folder):
    """Where nobody else may walk, the server gets the one capability, else a user namespace; never is a right changed."""
    without = ("setpriv", "--bounding-set=-dac_override")
    for turn, (rights, before) in enumerate([(0o700, without), (0o711, ()), (0o700, ()), (0o700, without)]):
        folder.chmod(rights)
        holder = hold(folder, *before)
        given = addresses(holder)
        if turn == 0:
            write(*given)
        assert read(*given) == (1, b"7")
        holder.send_signal(signal.SIGINT)
        holder.wait(30)
        assert folder.stat().st_mode & 0o777 == rights
        assert owners(folder) == ({0} if before else {SOMEBODY})


@as_root
def test_root_serves_an_ordinary_users_data_as_that_user(folder):
    keeper = pwd.getpwnam("daemon").pw_uid
    os.chown(folder, keeper, keeper)
    for before in (("setpriv", f"--reuid={keeper}", f"--regid={keeper}", "--clear-groups"), ()):
        holder = hold(folder, *before)
        write(*addresses(holder))
        assert owners(folder) == {keeper}
        holder.send_signal(signal.SIGINT)
        holder.wait(30)


@as_root
@pytest.mark.skipif(not open_to_all(ROOT), reason="người khác không đọc được thư mục mã nguồn này")
def test_as_an_ordinary_user(folder):
    os.chown(folder, SOMEBODY, SOMEBODY)
    holder = hold(folder, "setpriv", f"--reuid={SOMEBODY}", f"--regid={SOMEBODY}", "--clear-groups")
    try:
        write(*addresses(holder))
        assert (folder / "pg").stat().st_uid == SOMEBODY
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.wait(30)
    assert eventually(lambda: not working_on(folder), 30)
