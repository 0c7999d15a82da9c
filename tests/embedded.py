"""What every test run needs, started before Django reads its settings (`-p tests.embedded`).

Without DATABASE_URL: an embedded PostgreSQL under var/test/, shared by the xdist workers, without
fsync, stopped at the end. Runs at the same time take a server each; what a killed run left behind
is ended by the next run that takes its place. The broker likewise, without REDIS_URL.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from config.stack.broker import EmbeddedBroker
from config.stack.postgres import EmbeddedPostgres, PostgresFailed
from config.stack.private import private_directory

PLACES = Path(__file__).resolve().parent.parent / "var" / "test"
#: For the xdist workers, which find the folder taken and the servers running.
PLACE = "ARCHIVE_TEST_PLACE"
STARTED = "ARCHIVE_TEST_BROKER"

_open = contextlib.ExitStack()


@contextlib.contextmanager
def a_place() -> Iterator[Path]:
    """A folder that no other run uses now."""
    number = 1
    while True:
        place = private_directory(PLACES / str(number))
        lock = (place / "lock").open("w")
        if taken(lock):
            break
        lock.close()
        number += 1
    with lock:
        yield place


def taken(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def start_postgres(place: Path) -> None:
    log = place / "postgres.log"
    log.unlink(missing_ok=True)
    home = place / "postgres"
    server = EmbeddedPostgres(home, place / "run", log, careless=True)
    try:
        server.start()
    except PostgresFailed:
        # The machine may have gone down with the data half-written: nothing in it is worth more
        # than a new start.
        server.end_left_behind()
        shutil.rmtree(home)
        server = EmbeddedPostgres(home, place / "run", log, careless=True)
        server.start()
    _open.callback(server.stop)
    os.environ["DATABASE_URL"] = server.url()


def start_broker(place: Path) -> None:
    broker = EmbeddedBroker(place / "broker", place / "run", place / "broker.log", persistent=False)
    broker.start()
    _open.callback(broker.stop)
    os.environ["REDIS_URL"] = os.environ[STARTED] = broker.url


def prepare() -> None:
    os.environ.setdefault("SECRET_KEY", "only-for-tests")
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        place = _open.enter_context(a_place())
        os.environ[PLACE] = str(place)
        shutil.rmtree(place / "archive", ignore_errors=True)
        if not os.environ.get("DATABASE_URL"):
            start_postgres(place)
        if not os.environ.get("REDIS_URL"):
            start_broker(place)
    elif STARTED in os.environ:
        # A queue of its own for each worker, or one would run another's tasks.
        number = int(worker.removeprefix("gw")) + 1
        os.environ["REDIS_URL"] = f"{os.environ[STARTED]}?virtual_host={number}"
    # Whatever the developer's shell says: no test writes into an archive.
    home = Path(os.environ[PLACE]) / "archive" / (worker or "alone")
    os.environ["ARCHIVE_HOME"] = str(private_directory(home))
    os.environ.pop("WARC_ROOT", None)


prepare()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    _open.close()
