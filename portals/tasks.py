"""Celery's side of the portals: ids in, one call out."""

from __future__ import annotations

from datetime import UTC, datetime

from celery import shared_task

from portals.history import changes
from portals.snapshots import advancing, scheduling


@shared_task
def start_due_snapshots() -> None:
    for snapshot in scheduling.start_due(datetime.now(UTC)):
        advance_snapshot.delay(snapshot.pk)


@shared_task
def resume_snapshots() -> None:
    for snapshot_id in scheduling.stalled(datetime.now(UTC)):
        advance_snapshot.delay(snapshot_id)


@shared_task
def advance_snapshot(snapshot_id: int) -> None:
    """One bounded step; the next one is asked for when there is one."""
    step = advancing.advance(snapshot_id)
    if step.goes_on:
        advance_snapshot.apply_async((snapshot_id,), countdown=step.wait_seconds)


@shared_task
def find_changes() -> None:
    changes.find_changes()
