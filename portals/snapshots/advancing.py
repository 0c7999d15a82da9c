"""One bounded step of a snapshot: claim, salvage, ask, make the file whole, commit the rows."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from portals.models import FrontierState, Snapshot, SnapshotState
from portals.snapshots.capturing import Capturing, Gathered
from portals.snapshots.leases import Lease, LeaseLost, claim, drop_dead_connection
from portals.snapshots.outcome import Ending, ending_of
from portals.snapshots.recording import record_answers
from portals.snapshots.salvaging import salvage_leftovers

logger = logging.getLogger(__name__)
#: After a step that failed on our side (a full disk), the next one waits this long.
_AFTER_FAILURE = timedelta(seconds=30)
#: What a message adds to a pause, so that it does not come a moment too early.
_AFTER_PAUSE = 0.5
#: A snapshot that is not done by then never will be.
_LONGEST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Step:
    """What a step did: whether the snapshot goes on, and when the next step makes sense."""

    goes_on: bool
    wait_seconds: float = 0.0


def advance(snapshot_id: int) -> Step:
    """Do the snapshot's next step, unless it has ended or another worker is at it."""
    lease = claim(snapshot_id)
    if lease is None:
        return Step(goes_on=False)
    try:
        return _step(lease)
    except LeaseLost:
        logger.warning("Snapshot %d: the lease was lost, nothing committed", snapshot_id)
        return Step(goes_on=False)
    except Exception as error:
        drop_dead_connection()
        Snapshot.objects.filter(pk=snapshot_id, state=SnapshotState.RUNNING).update(
            reason=f"A step failed on our side and will be tried again: {error}".replace("\0", "")
        )
        lease.release(_AFTER_FAILURE)
        raise


def _step(lease: Lease) -> Step:
    snapshot = Snapshot.objects.select_related("portal").get(pk=lease.snapshot_id)
    if datetime.now(UTC) - snapshot.started_at > _LONGEST:
        return _interrupt(lease)
    salvage_leftovers(snapshot)
    snapshot.refresh_from_db()
    with Capturing(snapshot, lease) as capturing:
        gathered = capturing.gather()
        ending = _commit(lease, gathered)
    wait = gathered.wait_seconds + _AFTER_PAUSE if gathered.wait_seconds else 0.0
    return Step(goes_on=ending is None, wait_seconds=wait)


@transaction.atomic
def _commit(lease: Lease, gathered: Gathered) -> Ending | None:
    """All rows of the step, or none. Raises LeaseLost, and salvage then has the file."""
    snapshot = lease.held().select_for_update(of=("self",)).select_related("portal").first()
    if snapshot is None:
        raise LeaseLost
    record_answers(snapshot, gathered.answers, gathered.file)
    snapshot.refresh_from_db()
    snapshot.robots = {**snapshot.robots, **gathered.robots}
    ending = ending_of(snapshot, gathered)
    snapshot.steps = F("steps") + 1
    snapshot.lease_token = None
    # Nobody claims it before its site may be asked again, or messages for it would multiply.
    pause = gathered.wait_seconds
    snapshot.lease_until = Now() + timedelta(seconds=pause) if pause and not ending else None
    snapshot.reason = ending.reason if ending else ""
    if ending:
        snapshot.state = ending.state
        snapshot.ended_at = Now()
        snapshot.frontier.filter(state=FrontierState.WAITING).update(state=FrontierState.SKIPPED)
    snapshot.save()
    return ending


def _interrupt(lease: Lease) -> Step:
    lease.held().update(
        state=SnapshotState.INTERRUPTED,
        ended_at=Now(),
        reason=f"It was not done after {_LONGEST.days} days and was given up.",
        lease_token=None,
        lease_until=None,
    )
    return Step(goes_on=False)
