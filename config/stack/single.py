"""One stack per folder: a lock that ends with its holder, and a note about what is running."""

from __future__ import annotations

import contextlib
import fcntl
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from config.stack.private import private_directory, write_private


class AlreadyRunning(RuntimeError):
    """Another stack runs on this folder; the message says where."""


class OneStack:
    def __init__(self, run: Path) -> None:
        self.run = private_directory(run)
        self.note = self.run / "stack.json"
        self._lock: IO[str] | None = None

    def take(
        self,
        patience: float = 2.0,
        longer: float = 30.0,
        say: Callable[[str], None] = lambda text: None,
    ) -> None:
        """Takes the lock. Waits `patience` seconds for a stack that may be about to notice that
        it was left alone, and `longer` for one that says it is stopping."""
        lock = (self.run / "lock").open("a")
        began = time.monotonic()
        said = False
        while not _try(lock):
            noted = self.noted()
            if noted.get("state") == "stopping" and not said:
                say("The one that ran before is still ending; waiting for it.")
                said = True
            limit = longer if noted.get("state") == "stopping" else patience
            if time.monotonic() - began > limit:
                lock.close()
                where = noted.get("site") or "its start is not finished yet"
                raise AlreadyRunning(
                    f"This is already running: {where} (process {noted.get('pid', 'unknown')}). "
                    "Stop that one with Ctrl-C first."
                )
            time.sleep(0.1)
        self._lock = lock

    def write(self, **facts: str | int) -> None:
        write_private(self.note, json.dumps(self.noted() | facts))

    def noted(self) -> dict[str, str | int]:
        with contextlib.suppress(OSError, ValueError):
            found = json.loads(self.note.read_text())
            if isinstance(found, dict):
                return found
        return {}

    def release(self) -> None:
        self.note.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def is_running(run: Path) -> bool:
    """Whether a stack holds this folder. Asks without making anything."""
    try:
        with (run / "lock").open("r") as lock:
            return not _try(lock)
    except FileNotFoundError:
        return False


def _try(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
