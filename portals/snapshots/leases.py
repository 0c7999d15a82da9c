"""Who may work on a snapshot and talk to a host now.

A lease is one conditional UPDATE with an expiry, timed by the database's clock. A killed worker's
lease runs out; a worker that finds its own gone commits nothing.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import close_old_connections, connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from portals.models import HostLease, Snapshot, SnapshotState


class LeaseLost(RuntimeError):
    """Another worker may have taken over; what we hold must not be committed."""


def lease_time() -> timedelta:
    """Longer than the longest single request (four time-outs), even when the lease was renewed a
    while before it: a lease is renewed between requests only."""
    return timedelta(seconds=settings.REQUEST_TIMEOUT_SECONDS * 6)


@dataclass(slots=True)
class Lease:
    """A claim on a running snapshot, and on the hosts that its step talks to."""

    snapshot_id: int
    token: uuid.UUID
    _renewed: float = field(default_factory=time.monotonic)
    _hosts: set[str] = field(default_factory=set)

    def keep(self) -> None:
        """Renew when a fifth of the time has passed. Raises LeaseLost."""
        if time.monotonic() - self._renewed < lease_time().total_seconds() / 5:
            return
        renewed = self.held().update(lease_until=Now() + lease_time())
        if not renewed:
            raise LeaseLost
        self._renewed = time.monotonic()
        HostLease.objects.filter(host__in=self._hosts, lease_token=self.token).update(
            lease_until=Now() + lease_time()
        )

    def held(self) -> QuerySet[Snapshot]:
        """The snapshot, as long as it is still ours."""
        return Snapshot.objects.running().filter(
            pk=self.snapshot_id, lease_token=self.token, lease_until__gt=Now()
        )

    def take_host(self, host: str) -> float | None:
        """How many seconds the host must still be left alone; None when another step has it."""
        HostLease.objects.bulk_create(
            [HostLease(host=host, lease_until=_long_ago(), next_request_at=_long_ago())],
            ignore_conflicts=True,
        )
        ours = Q(lease_token=self.token) | Q(lease_until__lte=Now())
        won = HostLease.objects.filter(ours, host=host).update(
            lease_token=self.token, lease_until=Now() + lease_time()
        )
        if not won:
            return None
        self._hosts.add(host)
        not_before = HostLease.objects.values_list("next_request_at", flat=True).get(host=host)
        return max((not_before - datetime.now(UTC)).total_seconds(), 0.0)

    def leave_hosts(self, pauses: dict[str, float]) -> None:
        """Let others talk to our hosts again, each after so many seconds."""
        for host in self._hosts:
            HostLease.objects.filter(host=host, lease_token=self.token).update(
                lease_until=Now(), next_request_at=Now() + timedelta(seconds=pauses.get(host, 0))
            )
        self._hosts.clear()

    def release(self, after: timedelta = timedelta(0)) -> None:
        """Let another step begin, at once or after a pause. Nothing happens if it is not ours."""
        Snapshot.objects.filter(pk=self.snapshot_id, lease_token=self.token).update(
            lease_token=None, lease_until=Now() + after if after else None
        )


def claim(snapshot_id: int) -> Lease | None:
    """The right to do the snapshot's next step, if nobody has it."""
    token = uuid.uuid4()
    won = (
        Snapshot.objects.filter(pk=snapshot_id, state=SnapshotState.RUNNING)
        .filter(Q(lease_until__isnull=True) | Q(lease_until__lte=Now()))
        .update(lease_token=token, lease_until=Now() + lease_time())
    )
    return Lease(snapshot_id, token) if won else None


def drop_dead_connection() -> None:
    """Where the database went away, what follows may still reach it by a new connection."""
    if not connection.in_atomic_block:
        close_old_connections()


def _long_ago() -> datetime:
    return datetime(2000, 1, 1, tzinfo=UTC)
