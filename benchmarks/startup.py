"""How long `make demo` takes from a ready .venv to the first debunks of both countries, and how
much memory the whole stack keeps when nobody visits it.

    make bench          or  python -m benchmarks.startup [--runs 3]

The demo starts on a new folder under var/bench, which is removed afterwards. “Resident” counts
memory that processes share once for each of them; “proportional” (Linux) shares it out.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "bench"
#: After the first debunks the first snapshots still run; then the stack only ticks.
SETTLING = 60
SERVERS = ("DATABASE_URL", "REDIS_URL", "ARCHIVE_HOME", "SECRET_KEY")


@dataclass(frozen=True)
class Memory:
    name: str
    resident: float
    proportional: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print(f"load before the start: {os.getloadavg()[0]:.1f}\n")
    seconds = []
    for number in range(1, runs + 1):
        shutil.rmtree(HOME, ignore_errors=True)
        last = number == runs
        took, memory = one_run(settling=SETTLING if last else 0)
        seconds.append(took)
        print(f"run {number}: first debunks of both countries after {took:.1f} s", flush=True)
    print(f"median: {statistics.median(seconds):.1f} s (to stay under 30 s)\n")
    report(memory)
    shutil.rmtree(HOME, ignore_errors=True)


def one_run(settling: float) -> tuple[float, list[Memory]]:
    env = {name: value for name, value in os.environ.items() if name not in SERVERS}
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "config.stack", "demo", "--home", str(HOME), "--port", "8600"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        took = seconds_until_first_debunks(process, began)
        time.sleep(settling)
        return took, typical_memory(process.pid, samples=15 if settling else 1)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def seconds_until_first_debunks(process: subprocess.Popen[str], began: float) -> float:
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if re.search(r"Debunks read: Kazakhstan \d+, Russia \d+", line):
            return time.monotonic() - began
    raise SystemExit("The demo ended before there were debunks:\n" + "".join(said))


def typical_memory(pid: int, samples: int) -> list[Memory]:
    """The median of half a minute: beat ticks, so that no single instant is the idle one."""
    taken = []
    for _ in range(samples):
        with contextlib.suppress(psutil.NoSuchProcess):  # a tick's connection came and went
            taken.append(memory_of(pid))
        time.sleep(2 if samples > 1 else 0)
    taken.sort(key=lambda sample: sum(one.resident for one in sample))
    return taken[len(taken) // 2]


def memory_of(pid: int) -> list[Memory]:
    found = []
    root = psutil.Process(pid)
    for process in [root, *root.children(recursive=True)]:
        info = process.memory_full_info()
        proportional = getattr(info, "pss", 0)
        found.append(Memory(named(process.cmdline()), info.rss / 1e6, proportional / 1e6))
    return found


def named(words: list[str]) -> str:
    line = " ".join(words)
    for mark, name in (
        ("postgres:", "PostgreSQL, its processes"),
        ("bin/postgres", "PostgreSQL, its processes"),
        ("valkey", "broker"),
        ("portals_on_loopback", "sample portals"),
        (" beat", "beat"),
        (" worker", "worker"),
        ("granian", "web server, two processes"),
        ("config.stack", "supervisor"),
    ):
        if mark in line:
            return name
    return line[:40]


def report(memory: list[Memory]) -> None:
    print(f"{'':28}{'resident MB':>12}{'proportional MB':>17}")
    for name in dict.fromkeys(one.name for one in memory):
        own = [one for one in memory if one.name == name]
        resident, proportional = sum(o.resident for o in own), sum(o.proportional for o in own)
        print(f"{name:28}{resident:12.0f}{proportional:17.0f}")
    total = sum(one.resident for one in memory)
    print(f"{'sum':28}{total:12.0f}{sum(one.proportional for one in memory):17.0f}")
    print("(to stay under 500 MB)")


if __name__ == "__main__":
    main()
