"""Snapshot one portal now."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from kombu.exceptions import OperationalError

from portals.models import Portal, Snapshot, SnapshotState, Trigger
from portals.snapshots.advancing import advance
from portals.snapshots.scheduling import NotWatchable, SnapshotRunning, start_snapshot
from portals.tasks import advance_snapshot

_LOOK_AGAIN = 1.0


class Command(BaseCommand):
    help = (
        "Snapshot one portal now. A worker does it; with --wait this command does it itself, or "
        "watches the worker that has it, and says how it ended."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the portal's short name")
        parser.add_argument(
            "--wait", action="store_true", help="stay until the snapshot has ended; needs no worker"
        )

    def handle(self, *args: Any, slug: str, wait: bool, **options: Any) -> None:
        snapshot = self._started(_portal(slug))
        if wait:
            self._wait(snapshot)
        else:
            self._hand_over(snapshot)

    def _started(self, portal: Portal) -> Snapshot:
        try:
            snapshot = start_snapshot(portal, Trigger.COMMAND)
        except SnapshotRunning as running:
            self.stdout.write(str(running))
            return running.snapshot
        except NotWatchable as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Snapshot {snapshot.pk} of {portal.slug}: {portal.home_url}")
        return snapshot

    def _hand_over(self, snapshot: Snapshot) -> None:
        try:
            with current_app.connection_for_write() as connection:
                connection.ensure_connection(max_retries=1, interval_start=0, timeout=5)
            advance_snapshot.delay(snapshot.pk)
        except OperationalError:
            raise CommandError(
                f"The broker at {settings.REDIS_URL} does not answer, so no worker could be told. "
                "The snapshot is kept and goes on by itself once broker, worker and beat run; or "
                f"run it here: manage.py snapshot {snapshot.portal.slug} --wait"
            ) from None
        self.stdout.write("A worker has been asked to take it.")

    def _wait(self, snapshot: Snapshot) -> None:
        while snapshot.state == SnapshotState.RUNNING:
            step = advance(snapshot.pk)
            snapshot.refresh_from_db()
            self.stdout.write(
                f"  {snapshot.found} found, {snapshot.fetched} answered, {snapshot.failed} failed, "
                f"{snapshot.changed} new or changed"
            )
            if snapshot.state == SnapshotState.RUNNING:
                # Not ours now: a worker has it, or the site asks for a pause.
                time.sleep(step.wait_seconds if step.goes_on else _LOOK_AGAIN)
        outcome = SnapshotState(snapshot.state).label
        self.stdout.write(f"{outcome}. {snapshot.reason}".strip())
        if snapshot.state in {SnapshotState.UNREACHABLE, SnapshotState.INTERRUPTED}:
            raise CommandError("The portal could not be captured.", returncode=2)


def _portal(slug: str) -> Portal:
    portal = Portal.objects.filter(slug=slug).first()
    if portal is None:
        known = ", ".join(Portal.objects.order_by("slug").values_list("slug", flat=True))
        raise CommandError(
            f"There is no portal “{slug}”. "
            + (f"Known are: {known}." if known else "None is known yet: run load_registry first.")
        )
    return portal
