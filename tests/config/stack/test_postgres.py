"""The embedded PostgreSQL starts after anything that may have happened to it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from config.stack import postgres
from config.stack.postgres import VAR, EmbeddedPostgres, PostgresFailed, first_number
from config.stack.processes import identity_of

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pg")


def a_server(home: Path) -> EmbeddedPostgres:
    return EmbeddedPostgres(home / "data", home / "run", home / "log")


@pytest.fixture
def server(home: Path) -> Iterator[EmbeddedPostgres]:
    server = a_server(home)
    server.start()
    yield server
    a_server(home).end_left_behind()
    server.stop()


def ask(server: EmbeddedPostgres, sql: str) -> list[tuple[object, ...]]:
    connection = server.connect("archive")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def test_it_listens_on_a_private_socket_only(server: EmbeddedPostgres) -> None:
    assert ask(server, "SHOW listen_addresses") == [("",)]
    assert server.sockets.stat().st_mode & 0o777 == 0o700
    assert (server.data).stat().st_mode & 0o077 == 0


def test_nobody_enters_without_the_password(server: EmbeddedPostgres) -> None:
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(
            host=str(server.sockets), user="archive", password="wrong", dbname="archive"
        )


def test_letters_of_three_languages_have_their_capitals(server: EmbeddedPostgres) -> None:
    assert ask(server, "SELECT lower('ӘҒҚҢӨҰҮҺІ ЁЩЯ'), upper('әғқңөұүһі ёщя')") == [
        ("әғқңөұүһі ёщя", "ӘҒҚҢӨҰҮҺІ ЁЩЯ")
    ]


def test_what_was_committed_survives_a_killed_server(server: EmbeddedPostgres, home: Path) -> None:
    ask(server, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    again = a_server(home)
    again.start()
    try:
        assert ask(again, "SELECT count(*) FROM kept") == [(1000,)]
        ask(again, "DROP TABLE kept")
    finally:
        again.stop()


def test_a_server_that_was_left_behind_is_replaced(server: EmbeddedPostgres, home: Path) -> None:
    assert server.process is not None
    left = identity_of(server.process.pid)
    # As after a kill on a system that does not end children: the pid file is all there is.
    for note in (home / "run" / "postgres").iterdir():
        note.unlink()
    again = a_server(home)
    again.start()
    try:
        server.process.wait(5)
        assert left is not None
        assert identity_of(left.pid) != left
        assert ask(again, "SELECT 1") == [(1,)]
    finally:
        again.stop()


def test_a_lock_with_a_strangers_pid_is_taken_back_and_the_stranger_lives(
    server: EmbeddedPostgres, home: Path
) -> None:
    assert server.process is not None
    lock = server.data / "postmaster.pid"
    text = lock.read_text()
    socket_lock = (server.sockets / ".s.PGSQL.5432.lock").read_text()
    server.stop()
    stranger = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"])
    try:
        rest = text.partition("\n")[2]
        lock.write_text(f"{stranger.pid}\n{rest}")
        rest = socket_lock.partition("\n")[2]
        (server.sockets / ".s.PGSQL.5432.lock").write_text(f"{stranger.pid}\n{rest}")
        again = a_server(home)
        again.start()
        assert ask(again, "SELECT 1") == [(1,)]
        assert first_number(lock) != stranger.pid
        again.stop()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_start_that_was_killed_while_making_the_cluster_begins_again(tmp_path: Path) -> None:
    half = tmp_path / "data" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    server = a_server(tmp_path)
    server.start()
    server.stop()
    assert not half.exists()


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    server = a_server(tmp_path)
    server.data.mkdir(parents=True, mode=0o700)
    (server.data / "PG_VERSION").write_text("18\n")
    with pytest.raises(PostgresFailed, match=r"postgresql\.conf|could not"):
        server.start()
    assert server.process is None


def refuses_namespaces(monkeypatch: pytest.MonkeyPatch) -> None:
    real = postgres.can_run
    monkeypatch.setattr(postgres, "can_run", lambda user: user != "unmapped" and real(user))


as_root = pytest.mark.skipif(
    os.geteuid() != 0 or sys.platform != "linux", reason="only root on Linux has this difficulty"
)


@as_root
def test_root_without_namespaces_lends_it_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    refuses_namespaces(monkeypatch)
    home = Path(os.environ["ARCHIVE_TEST_PLACE"]) / "nobody"
    above = {path: path.stat().st_mode for path in VAR.parents}
    try:
        server = a_server(home)
        try:
            server.start()
        except PostgresFailed as refused:
            pytest.skip(f"this project is where nobody else may go: {refused}")
        assert server.process is not None
        assert Path(f"/proc/{server.process.pid}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
        assert server.data.stat().st_mode & 0o077 == 0
        server.stop()
        assert {path: path.stat().st_mode for path in above} == above
    finally:
        shutil.rmtree(home, ignore_errors=True)


@as_root
def test_root_without_namespaces_in_a_private_folder_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuses_namespaces(monkeypatch)
    tmp_path.chmod(0o700)
    with pytest.raises(PostgresFailed, match="ordinary user, or set DATABASE_URL"):
        a_server(tmp_path / "deep").start()
