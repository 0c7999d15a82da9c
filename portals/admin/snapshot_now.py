"""The administrator's button that begins a snapshot, and what it answers."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext
from kombu.exceptions import OperationalError

from portals.models import Portal, Snapshot, Trigger
from portals.snapshots.scheduling import SnapshotRunning, start_snapshot
from portals.tasks import advance_snapshot

log = logging.getLogger(__name__)


def snapshot_now(request: HttpRequest, portal: Portal) -> Snapshot | None:
    """Begin a snapshot and tell the administrator how that went."""
    try:
        snapshot = start_snapshot(
            portal,
            Trigger.ADMIN,
            request.user,  # type: ignore[arg-type]  # the admin lets nobody else in
        )
    except SnapshotRunning as running:
        messages.warning(request, str(running))
        return None
    except ValueError as problem:
        messages.error(request, str(problem))
        return None
    # A worker that is quicker than our commit would find no snapshot.
    transaction.on_commit(lambda: _hand_over(request, snapshot))
    return snapshot


def _hand_over(request: HttpRequest, snapshot: Snapshot) -> None:
    name = snapshot.portal.name
    try:
        advance_snapshot.delay(snapshot.pk)
    except (OperationalError, OSError) as error:
        log.warning("Snapshot %s waits: the queue cannot be reached: %s", snapshot.pk, error)
        messages.warning(
            request,
            gettext(
                "The snapshot of %(portal)s is recorded, but the task queue cannot be reached. "
                "It begins by itself as soon as the queue is back; nothing needs to be repeated."
            )
            % {"portal": name},
        )
        return
    messages.success(
        request,
        gettext("A snapshot of %(portal)s has begun. Its progress is under “Snapshots”.")
        % {"portal": name},
    )
