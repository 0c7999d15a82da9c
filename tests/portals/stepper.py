"""A worker in a process of its own that does a snapshot's steps, and dies where it is told to.

Run as `python -m tests.portals.stepper SNAPSHOT_ID [WHERE]`. The production code knows nothing of
this: the places are reached by wrapping its functions.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import django


def die(*args: Any, **options: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **options: Any) -> Any:
        function(*args, **options)
        die()

    return wrapped


def in_the_middle_of_record(number: int) -> Callable[..., Any]:
    """Half of the numbered record reaches the file, and no more."""
    from portals.warc.records import Record
    from portals.warc.write import WarcWriter

    original = WarcWriter._append
    count = 0

    def wrapped(self: WarcWriter, record: Record) -> tuple[int, int]:
        nonlocal count
        count += 1
        if count == number:
            os.write(self._stream.fileno(), record.data[: len(record.data) // 2])
            die()
        return original(self, record)

    return wrapped


def arrange(where: str) -> None:
    from portals.snapshots import advancing, leases, salvaging
    from portals.warc import store
    from portals.warc.write import WarcWriter

    steps: Any = advancing
    rescue: Any = salvaging
    files: Any = store
    writer: Any = WarcWriter
    lease: Any = leases.Lease
    place, _, number = where.partition(":")
    if place == "write":
        writer._append = in_the_middle_of_record(int(number))
    elif place == "after-sync":
        files.publish = die
    elif place == "after-rename":
        writer.close = after(writer.close)
    elif place == "in-transaction":
        steps.record_answers = after(steps.record_answers)
    elif place == "after-commit":
        steps._commit = after(steps._commit)
    elif place == "after-claim":
        steps.salvage_leftovers = die
    elif place == "salvage-renamed":
        rescue._register = die
    elif place == "salvage-in-transaction":
        rescue.record_answers = after(rescue.record_answers)
    elif place == "first-request":
        lease.take_host = die
    elif place:
        raise SystemExit(f"no such place: {where}")


def main() -> None:
    django.setup()
    from portals.snapshots.advancing import advance

    arrange(sys.argv[2] if len(sys.argv) > 2 else "")
    while (step := advance(int(sys.argv[1]))).goes_on:
        time.sleep(step.wait_seconds)


if __name__ == "__main__":
    main()
