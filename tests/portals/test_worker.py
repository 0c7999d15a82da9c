"""The whole through a real broker and a real worker in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from portals import tasks
from portals.models import Change, Portal, Snapshot
from tests.portals.sites import Site, html
from tests.portals.test_killed import environment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack]


@contextmanager
def worker(env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [
        *(sys.executable, "-m", "celery", "-A", "config", "worker"),
        *("--pool", "solo", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"),
    ]
    process = subprocess.Popen(command, env=env, cwd=settings.BASE_DIR)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(snapshot: Snapshot, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        snapshot.refresh_from_db()
        if snapshot.state != "running":
            return
        time.sleep(0.1)
    raise AssertionError(f"the snapshot is still running after {seconds} s")


def test_a_due_portal_is_captured_by_a_worker_step_by_step(site: Site, warc_root: Path) -> None:
    links = [f"/{number}" for number in range(30)]
    site.pages = {"/": html(*links)} | {link: html(text=link) for link in links}
    portal = site.portal(next_snapshot_at=datetime.now(UTC) - timedelta(days=3))
    with worker(environment(site, warc_root)):
        tasks.start_due_snapshots.delay()
        deadline = time.monotonic() + 60
        while not Snapshot.objects.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        snapshot = Snapshot.objects.get()
        wait_for(snapshot)
        tasks.find_changes.delay()
        while Change.objects.count() < 31 and time.monotonic() < deadline:
            time.sleep(0.1)
    assert snapshot.state == "complete"
    assert snapshot.trigger == "schedule"
    assert snapshot.steps >= 2
    assert snapshot.captures.filter(outcome="ok").count() == 31
    assert Change.objects.filter(kind="appeared").count() == 31
    portal.refresh_from_db()
    assert portal.next_snapshot_at is not None
    # Three days late, and still only one snapshot later: nothing piles up.
    assert portal.next_snapshot_at > datetime.now(UTC) + timedelta(hours=5)
    assert not Portal.objects.due(datetime.now(UTC)).exists()


def test_a_broker_that_is_down_is_named_and_the_snapshot_is_kept(
    site: Site, warc_root: Path
) -> None:
    site.portal("jalgan-emes")
    asked = subprocess.run(
        [sys.executable, "manage.py", "snapshot", "jalgan-emes"],
        env=environment(site, warc_root) | {"REDIS_URL": "redis://127.0.0.1:1/0"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert asked.returncode == 1
    assert "The broker at redis://127.0.0.1:1/0 does not answer" in asked.stderr
    assert "Traceback" not in asked.stderr
    assert Snapshot.objects.running().count() == 1
