"""What a person sees while the stack starts: one line a step, with the time since the start."""

from __future__ import annotations

import time


class Progress:
    def __init__(self) -> None:
        self.began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def say(self, text: str) -> None:
        print(f"[{self.seconds:6.1f} s] {text}", flush=True)

    def show(self, text: str) -> None:
        print(text, flush=True)
