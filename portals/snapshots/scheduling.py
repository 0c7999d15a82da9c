"""Which snapshots begin, and which go on."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portals.discovery.addresses import address_of
from portals.models import Portal, Snapshot, Trigger
from portals.snapshots.frontier import fill_frontier


class SnapshotRunning(Exception):
    """The portal has a snapshot that is still running; `snapshot` is that one."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(
            _("A snapshot of %(portal)s has been running since %(time)s UTC.")
            % {"portal": snapshot.portal.slug, "time": f"{snapshot.started_at:%Y-%m-%d %H:%M}"}
        )
        self.snapshot = snapshot


class NotWatchable(ValueError):
    """There is nothing that a snapshot of this portal could ask for."""


def start_snapshot(portal: Portal, trigger: str, requested_by: User | None = None) -> Snapshot:
    """Begin a snapshot: its row and its first pages. A worker takes it from there.

    The next one is counted from now, so that an overdue portal does not pile up.
    Raises SnapshotRunning or NotWatchable.
    """
    _check_watchable(portal)
    try:
        with transaction.atomic():
            snapshot = Snapshot.objects.create(
                portal=portal,
                trigger=trigger,
                requested_by=requested_by,
                limits=_limits(portal),
                vantage=settings.VANTAGE_POINT,
            )
            if portal.is_watched:
                portal.next_snapshot_at = datetime.now(UTC) + portal.interval
                portal.save(update_fields=["next_snapshot_at"])
            fill_frontier(snapshot)
    except IntegrityError:
        running = Snapshot.objects.running().filter(portal=portal).first()
        if running is None:
            raise
        raise SnapshotRunning(running) from None
    snapshot.refresh_from_db()
    return snapshot


def start_due(now: datetime) -> list[Snapshot]:
    """Begin a snapshot of every portal that is due."""
    started = []
    for portal in Portal.objects.due(now):
        try:
            started.append(start_snapshot(portal, Trigger.SCHEDULE))
        except SnapshotRunning:
            # It is late already; the next turn is counted from now here too.
            Portal.objects.filter(pk=portal.pk).update(next_snapshot_at=now + portal.interval)
        except NotWatchable:
            Portal.objects.filter(pk=portal.pk).update(next_snapshot_at=None)
    return started


def stalled(now: datetime) -> list[int]:
    """Running snapshots that no live worker holds."""
    return list(Snapshot.objects.unclaimed(now).values_list("pk", flat=True))


def _check_watchable(portal: Portal) -> None:
    if not portal.home_url:
        raise NotWatchable(
            _("%(portal)s has no home address, so there is nothing to ask for.")
            % {"portal": portal.slug}
        )
    home = address_of(portal.home_url)
    if home is None:
        raise NotWatchable(
            _("The home address of %(portal)s, %(url)s, is no web address.")
            % {"portal": portal.slug, "url": portal.home_url}
        )
    if home.authority not in [host.lower() for host in portal.hosts]:
        raise NotWatchable(
            _("The hosts of %(portal)s do not include that of its home address. Add %(host)s.")
            % {"portal": portal.slug, "host": home.authority}
        )


def _limits(portal: Portal) -> dict[str, object]:
    return {
        "max_pages": portal.max_pages,
        "max_depth": portal.max_depth,
        "max_page_bytes": portal.max_page_bytes,
        "delay_seconds": portal.delay.total_seconds(),
        "scope_include": portal.scope_include,
        "scope_exclude": portal.scope_exclude,
        "hosts": portal.hosts,
    }
