"""Snapshots run to their end, in this process."""

from __future__ import annotations

import time

from portals.models import Capture, Portal, Snapshot, Trigger
from portals.snapshots.advancing import advance
from portals.snapshots.scheduling import start_snapshot


def run_snapshot(portal: Portal) -> Snapshot:
    """Start a snapshot and do its steps until it has ended."""
    snapshot = start_snapshot(portal, Trigger.COMMAND)
    finish(snapshot)
    return snapshot


def finish(snapshot: Snapshot) -> None:
    for _step in range(100):
        step = advance(snapshot.pk)
        if not step.goes_on:
            break
        time.sleep(step.wait_seconds)
    snapshot.refresh_from_db()


def capture_of(snapshot: Snapshot, path: str) -> Capture:
    """The snapshot's capture of the page at `path` of its portal."""
    return snapshot.captures.get(url=snapshot.portal.home_url.rstrip("/") + path)
