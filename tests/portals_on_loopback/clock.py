"""The seconds of the story: real ones in the demo, set by hand in tests."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    def seconds(self) -> float:
        """How far the story has got."""

    def note_request(self) -> None:
        """Somebody asked for a page."""


class ManualClock:
    """Stands still until it is set."""

    def __init__(self, seconds: float = 0) -> None:
        self.now = seconds

    def seconds(self) -> float:
        return self.now

    def note_request(self) -> None:
        return


class StoryClock:
    """Runs from the first request on, and on across restarts.

    Counting from the first request and not from the start of the process gives a slow machine's
    first snapshot the same pages as a fast one's. What is kept lies in `story.json`.
    """

    def __init__(
        self, state: Path, speed: float = 1.0, now: Callable[[], float] = time.time
    ) -> None:
        self._file = state / "story.json"
        self._speed = speed
        self._now = now
        self._lock = threading.Lock()
        kept = json.loads(self._file.read_text("utf-8")) if self._file.exists() else {}
        self.first_started_at: str = kept.get(
            "first_started_at", datetime.fromtimestamp(now(), UTC).isoformat()
        )
        self._began: float | None = kept.get("began")
        self._keep()

    def seconds(self) -> float:
        if self._began is None:
            return 0.0
        # A machine whose clock was set back does not go back in the story's first minute.
        return max(0.0, (self._now() - self._began) * self._speed)

    def note_request(self) -> None:
        if self._began is not None:
            return
        with self._lock:
            if self._began is None:
                self._began = self._now()
                self._keep()

    def _keep(self) -> None:
        kept = {"first_started_at": self.first_started_at, "began": self._began}
        write_whole(self._file, json.dumps(kept))


def write_whole(file: Path, text: str) -> None:
    """Readers see the old text or the new one, never half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".writing")
    unfinished.write_text(text, "utf-8")
    unfinished.replace(file)
