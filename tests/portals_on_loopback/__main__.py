"""`python -m tests.portals_on_loopback --state DIR`: the demo portals, until stopped."""

from __future__ import annotations

import argparse
import json
import signal
import threading
from pathlib import Path

from tests.portals_on_loopback.clock import StoryClock, write_whole
from tests.portals_on_loopback.portals import Portals


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.portals_on_loopback")
    parser.add_argument(
        "--state", type=Path, required=True, help="directory for portals.json and the story's clock"
    )
    parser.add_argument(
        "--speed", type=float, default=1.0, help="seconds of the story per second (default 1)"
    )
    options = parser.parse_args()

    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())

    ready = options.state / "portals.json"
    ready.unlink(missing_ok=True)
    clock = StoryClock(options.state, options.speed)
    portals = Portals(clock, preferred_ports=True)
    for remark in portals.remarks:
        print(remark, flush=True)
    loopback = {name: f"{host}:{port}" for name, (host, port) in portals.loopback.items()}
    write_whole(
        ready,
        json.dumps({"loopback": loopback, "first_started_at": clock.first_started_at}, indent=1),
    )
    for name, target in loopback.items():
        print(f"http://{name}/ listens on {target}", flush=True)
    portals.follow_until(stopped)
    portals.stop()
    ready.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
