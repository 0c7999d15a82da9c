"""Keeps the parts of the stack running, and ends them all."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol

from config.stack.processes import PidFiles, end_group, start
from config.stack.progress import Progress

LARGEST_LOG = 20 * 1024 * 1024
LONGEST_PAUSE = 30.0


class Stopped(BaseException):
    """Somebody asked the stack to end."""


class Part(Protocol):
    """A server or program that the supervisor runs."""

    process: subprocess.Popen[bytes] | None
    log: Path

    def start(self) -> None: ...
    def stop(self) -> None: ...


class Program:
    """A program with a command line."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str],
        cwd: Path,
        pids: PidFiles,
        patience: float = 6.0,
    ) -> None:
        self.command = command
        self.log = log
        self.env = env
        self.cwd = cwd
        self.pids = pids
        self.patience = patience
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = start(self.command, log=self.log, env=self.env, cwd=self.cwd)
        self.pids.remember(self.log.stem, self.process.pid)

    def stop(self) -> None:
        if self.process is not None:
            end_group(self.process.pid, signal.SIGTERM, self.patience)
            self.process.wait()
            self.process = None
        self.pids.forget(self.log.stem)


@dataclass
class Watched:
    name: str
    part: Part
    failures: int = 0
    started: float = field(default_factory=time.monotonic)
    restart_at: float | None = None


class Supervisor:
    def __init__(self, progress: Progress, *, with_parent: bool = False) -> None:
        self.progress = progress
        self.watched: list[Watched] = []
        self.passing: list[Program] = []
        self.parent = os.getppid() if with_parent else None
        self.stopping = False
        self.asked_at = 0.0

    def listen_for_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        if not self.stopping:
            self.stopping = True
            self.asked_at = time.monotonic()
            raise Stopped
        # A terminal's Ctrl-C may come twice at once, from the terminal and through make.
        if time.monotonic() - self.asked_at > 1.0:
            self._kill_all()

    def add(self, name: str, part: Part) -> None:
        # Before its start, so that a part that fails or is interrupted half-way is ended as well.
        self.watched.append(Watched(name, part))
        part.start()

    def add_passing(self, program: Program) -> None:
        """A program that ends by itself, and is ended only if we have to go first."""
        self.passing.append(program)
        program.start()

    def wait(self, seconds: float, until: Callable[[], bool]) -> bool:
        """Waits for something to become true, and looks after the parts meanwhile."""
        deadline = time.monotonic() + seconds
        while not until():
            if time.monotonic() > deadline:
                return False
            self.look_after()
            time.sleep(0.1)
        return True

    def run(self) -> None:
        """Until somebody asks for the end."""
        while True:
            self.look_after()
            time.sleep(0.25)

    def look_after(self) -> None:
        if self.parent is not None and os.getppid() != self.parent:
            self.stopping = True
            raise Stopped
        for one in self.watched:
            self._restart_if_dead(one)
            _shorten(one.part.log)

    def _restart_if_dead(self, one: Watched) -> None:
        now = time.monotonic()
        if one.restart_at is None:
            process = one.part.process
            if process is None or process.poll() is None:
                return
            if now - one.started > 60:
                one.failures = 0
            pause = min(LONGEST_PAUSE, 0.5 * 2**one.failures)
            one.failures += 1
            one.restart_at = now + pause
            self.progress.say(
                f"{one.name} has ended ({_manner(process.returncode)}); it is started again "
                f"in {pause:g} s. Log: {one.part.log}"
            )
            one.part.stop()  # what is left of its group
        elif now >= one.restart_at:
            one.restart_at, one.started = None, now
            try:
                one.part.start()
            except (RuntimeError, OSError) as error:
                one.restart_at = now + min(LONGEST_PAUSE, 0.5 * 2**one.failures)
                one.failures += 1
                self.progress.say(f"{one.name} does not start: {error}")
            else:
                self.progress.say(f"{one.name} runs again.")

    def stop(self) -> None:
        """Ends all parts: the programs at once, then the servers that they use."""
        self.stopping = True
        parts = [*self.passing, *(one.part for one in reversed(self.watched))]
        programs = [part for part in parts if isinstance(part, Program)]
        for program in programs:
            if program.process is not None and program.process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(program.process.pid, signal.SIGTERM)
        for part in [*programs, *parts]:
            part.stop()

    def _kill_all(self) -> None:
        for part in [*self.passing, *(one.part for one in self.watched)]:
            process = part.process
            # PostgreSQL only needs to be quick, not to be broken off.
            number = signal.SIGKILL if isinstance(part, Program) else signal.SIGQUIT
            if process is not None and process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, number)


def _manner(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _shorten(log: Path) -> None:
    """Keeps the last full log beside a new one. Its writers append, so it can be emptied."""
    with contextlib.suppress(OSError):
        if log.stat().st_size > LARGEST_LOG:
            shutil.copyfile(log, log.with_suffix(".1.log"))
            os.truncate(log, 0)
