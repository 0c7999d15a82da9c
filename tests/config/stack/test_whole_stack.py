"""The whole demo, through what may happen to it. One test: a start is the dear part of it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.stack.borrowing import settings_of
from config.stack.processes import Identity, PidFiles, identity_of
from config.stack.single import AlreadyRunning, OneStack

pytestmark = pytest.mark.stack

OURS = ("DATABASE_URL", "REDIS_URL", "ARCHIVE_HOME", "SECRET_KEY")


class Demo:
    """`make demo` without make, on a folder of its own."""

    def __init__(self, home: Path, port: int) -> None:
        env = {name: value for name, value in os.environ.items() if name not in OURS}
        self.home = home
        self.output = home.parent / "output"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.stack", "demo", "--home", home, f"--port={port}"],
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
                start_new_session=True,
            )

    @property
    def text(self) -> str:
        return self.output.read_text()

    def says(self, words: str, seconds: float = 60.0) -> None:
        eventually(lambda: words in self.text or self.process.poll() is not None, seconds)
        assert words in self.text, self.text

    def part(self, name: str) -> Identity:
        found: dict[str, Identity] = {}
        for folder in ("programs", "postgres", "broker"):
            notes = PidFiles(self.home / "run" / folder).left_behind()
            found |= {folder if key == "server" else key: one for key, one in notes.items()}
        return found[name]

    def parts(self) -> list[Identity]:
        return [self.part(n) for n in ("postgres", "broker", "worker", "beat", "web", "portals")]


def eventually(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def ended(parts: list[Identity]) -> bool:
    return all(identity_of(one.pid) != one for one in parts)


def health(address: str) -> int:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/health/") as answer:
        return int(answer.status)
    return 0


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_the_demo_survives_its_parts_and_leaves_nothing_behind(
    tmp_path: Path, taken_port: int
) -> None:
    home = tmp_path / "demo"
    demo = Demo(home, taken_port)
    try:
        demo.says("The web server answers")
        assert f"Port {taken_port} is taken" in demo.text
        found = re.search(r"answers at (\S+)/", demo.text)
        assert found is not None
        address = found[1]
        assert health(address) == 200

        # The registry names real portals; no button of the demo may reach them.
        assert settings_of(home)["LOOPBACK_ONLY"] == "1"

        with pytest.raises(AlreadyRunning, match=re.escape(address)):
            OneStack(home / "run").take(patience=0.1)

        for name, spoken in (("postgres", "PostgreSQL"), ("worker", "The worker")):
            os.kill(demo.part(name).pid, signal.SIGKILL)
            demo.says(f"{spoken} has ended (signal 9)")
            demo.says(f"{spoken} runs again.")
        assert eventually(lambda: health(address) == 200)

        passwords = (home / "administrator-password").read_text()
        before = demo.parts()
        demo.process.kill()
        demo.process.wait()
        if sys.platform == "linux":
            assert eventually(lambda: ended(before)), "children outlived their parent"

        demo = Demo(home, taken_port)
        demo.says("Debunks read", 90)
        assert (home / "administrator-password").read_text() == passwords
        now = demo.parts()
        demo.process.send_signal(signal.SIGINT)
        assert demo.process.wait(40) == 0
        assert "Nothing is left running." in demo.text
        assert ended(now)
    finally:
        demo.process.send_signal(signal.SIGTERM)
        demo.process.wait(40)
