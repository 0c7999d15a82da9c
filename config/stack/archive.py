"""What the stack consists of and in which order it starts."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from config.stack.broker import EmbeddedBroker
from config.stack.ports import first_free
from config.stack.postgres import EmbeddedPostgres, tail
from config.stack.private import private_directory, secret, write_private
from config.stack.processes import PidFiles, carrying, end_group
from config.stack.progress import Progress
from config.stack.supervisor import Program, Supervisor

ROOT = Path(__file__).resolve().parent.parent.parent
#: In the environment of every child: how the next start knows them.
MARKER = "ARCHIVE_STACK"


class StartFailed(RuntimeError):
    """A part did not start; the message says which, why, and where to read more."""


class Archive:
    """The whole stack on one folder."""

    def __init__(self, home: Path, progress: Progress, supervisor: Supervisor) -> None:
        self.home = private_directory(home)
        self.run = private_directory(home / "run")
        self.logs = fresh_logs(home / "log")
        self.progress = progress
        self.supervisor = supervisor
        self.pids = PidFiles(self.run / "programs")
        self.env = dict(os.environ) | {
            MARKER: str(home),
            "ARCHIVE_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONUNBUFFERED": "1",
            # One heap instead of one for each thread: a fifth less memory.
            "MALLOC_ARENA_MAX": "2",
        }
        self.env.setdefault("SECRET_KEY", secret(home / "secret-key"))

    # --- the parts ----------------------------------------------------------------------------
    def clear_away(self) -> None:
        """Ends what an earlier run left behind when it was killed."""
        found = self.pids.end_left_behind()
        for pid in carrying(f"{MARKER}={self.home}"):
            end_group(pid, patience=1.0)
            found.append(str(pid))
        if found:
            self.progress.say(f"Ended what an earlier run had left behind: {', '.join(found)}.")

    def start_postgres(self, buffers: str) -> None:
        if os.environ.get("DATABASE_URL"):
            self.progress.say("PostgreSQL: yours, from DATABASE_URL.")
            return
        server = EmbeddedPostgres(
            self.home / "postgres", self.run, self.logs / "postgres.log", buffers=buffers
        )
        self.supervisor.add("PostgreSQL", server)
        self.env["DATABASE_URL"] = server.url()
        self.progress.say("PostgreSQL is ready.")

    def start_broker(self) -> None:
        if os.environ.get("REDIS_URL"):
            self.progress.say("Broker: yours, from REDIS_URL.")
            return
        broker = EmbeddedBroker(self.home / "broker", self.run, self.logs / "broker.log")
        self.supervisor.add("The broker", broker)
        self.env["REDIS_URL"] = broker.url
        self.progress.say("The broker is ready.")

    def start_portals(self) -> None:
        self.portals_are_at.unlink(missing_ok=True)
        state = private_directory(self.portals_are_at.parent)
        self.start_program(
            "The sample portals", "portals", "-m", "tests.portals_on_loopback", "--state", state
        )

    def find_portals(self) -> None:
        """Tells everyone who starts from now on where the sample portals listen."""
        self.wait_for("The sample portals", "portals", self.portals_are_at.exists)
        found = json.loads(self.portals_are_at.read_text())["loopback"]
        samples = [f"{name}={at}" for name, at in found.items()]
        # Beside those that somebody serves to try the demo on; of a name given twice ours is meant.
        theirs = os.environ.get("LOOPBACK_PORTALS", "")
        self.env["LOOPBACK_PORTALS"] = ",".join(filter(None, [theirs, *samples]))
        self.progress.say(f"The sample portals are up: {', '.join(found)}.")

    @property
    def portals_are_at(self) -> Path:
        return self.home / "portals" / "portals.json"

    def begin_to_prepare(self, command: str) -> None:
        self.progress.say("Database, taxonomy and registry are being brought up to date.")
        self.preparing = self.pass_through(command)

    def finish_preparing(self) -> None:
        """Meanwhile the other parts have loaded their programs."""
        process = self.preparing.process
        if process is None or process.wait() != 0:
            log = self.preparing.log
            raise StartFailed(f"The database could not be prepared:\n{tail(log, 20)}\nLog: {log}")
        self.progress.say("The database is ready.")

    def load_programs(self, wanted_port: int) -> None:
        """The worker and the web server load while the database is being prepared. Nothing has
        been said about the site yet, and only beat sets the worker to work."""
        self.port = self.choose_addresses(wanted_port)
        self.start_worker()
        self.start_web()

    def start_worker(self) -> None:
        # Threads: steps wait for portals most of the time, and processes would each load the
        # libraries for reading.
        self.start_program(
            "The worker",
            "worker",
            *("-m", "celery", "-A", "config", "worker", "--pool=threads", "--concurrency=4"),
            *("--loglevel=INFO", "--without-gossip", "--without-mingle"),
        )

    def start_beat(self) -> None:
        schedule = self.run / "beat-schedule"
        for left in self.run.glob("beat-schedule*"):
            left.unlink()
        self.start_program(
            "Beat",
            "beat",
            *("-m", "celery", "-A", "config.beat", "beat", "--loglevel=INFO", "--pidfile="),
            *("--schedule", schedule),
        )
        self.progress.say("The worker and beat are at work.")

    def choose_addresses(self, wanted: int) -> int:
        port = first_free(wanted)
        if port != wanted:
            self.progress.say(f"Port {wanted} is taken: using {port}, the next free one.")
        # Two names of this machine are two origins: archived pages share nothing with the site.
        self.env["SITE_ORIGIN"] = f"http://127.0.0.1:{port}"
        self.env["REPLAY_ORIGIN"] = f"http://localhost:{port}"
        self.env.pop("ALLOWED_HOSTS", None)
        return port

    def start_web(self) -> None:
        self.start_program(
            "The web server",
            "web",
            *("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
            *("--port", str(self.port), "--workers", "1", "--blocking-threads", "4", "--no-ws"),
            "config.wsgi:application",
        )

    def wait_for_web(self) -> None:
        self.wait_for("The web server", "web", lambda: answers(self.port))
        self.progress.say(f"The web server answers at {self.env['SITE_ORIGIN']}/")

    def begin_to_wait_for_debunks(self) -> None:
        self.waiting = self.pass_through("wait_for_debunks")

    def wait_for_debunks(self) -> None:
        """Relays what the command says. A portal that fails must not keep the site away."""
        process, log = self.waiting.process, self.waiting.log
        said = 0
        ended = False
        while not ended:
            ended = process is None or process.poll() is not None
            lines = log.read_text().splitlines()
            for line in lines[said:]:
                self.progress.say(line)
            said = len(lines)
            self.supervisor.look_after()
            time.sleep(0.1)

    def note_settings(self) -> None:
        """For `config.stack manage`: what our settings are beyond those of the environment."""
        ours = {name: value for name, value in self.env.items() if os.environ.get(name) != value}
        write_private(self.run / "settings.json", json.dumps(ours))

    # --- how a part starts --------------------------------------------------------------------
    def start_program(self, name: str, log: str, *arguments: str | Path) -> None:
        command = [sys.executable, *arguments]
        program = Program(
            command, log=self.logs / f"{log}.log", env=dict(self.env), cwd=ROOT, pids=self.pids
        )
        self.supervisor.add(name, program)

    def pass_through(self, command: str) -> Program:
        """A command of manage.py, running beside the rest until it ends by itself."""
        program = Program(
            [sys.executable, str(ROOT / "manage.py"), command],
            log=self.logs / f"{command}.log",
            env=dict(self.env),
            cwd=ROOT,
            pids=self.pids,
        )
        self.supervisor.add_passing(program)
        return program

    def wait_for(
        self, name: str, log: str, ready: Callable[[], bool], patience: float = 30
    ) -> None:
        if not self.supervisor.wait(patience, until=ready):
            path = self.logs / f"{log}.log"
            raise StartFailed(f"{name} did not start in {patience:g} s:\n{tail(path)}\nLog: {path}")


def fresh_logs(directory: Path) -> Path:
    """The folder for logs, with those of the start before this one set aside."""
    private_directory(directory)
    for log in directory.glob("*.log"):
        if log.suffixes == [".log"]:
            log.replace(log.with_suffix(".previous.log"))
    return directory


def answers(port: int) -> bool:
    """Asked by hand: an HTTP library would be a fifth of this whole supervisor."""
    question = f"GET /health/ HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n"
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(question.encode())
            return b" 200 " in line.recv(64)
    except OSError:
        return False
