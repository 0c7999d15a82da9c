"""When a portal answered and when it did not, as far as we looked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portals.models import Portal, Snapshot, SnapshotState


class Answering(TextChoices):
    UP = "up", _("Answered")
    DOWN = "down", _("Did not answer")
    BLOCKED = "blocked", _("Refused us")
    UNKNOWN = "unknown", _("Not looked at")


_SAYS = {
    SnapshotState.COMPLETE: Answering.UP,
    SnapshotState.PARTIAL: Answering.UP,
    SnapshotState.UNREACHABLE: Answering.DOWN,
    SnapshotState.BLOCKED: Answering.BLOCKED,
}
#: Without a snapshot for this many intervals, what the last one said is no longer known.
_HOLDS_FOR = 3


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time in which snapshots said the same. `snapshots` is how many did."""

    begin: datetime
    end: datetime
    state: str
    snapshots: int

    @property
    def label(self) -> str:
        return str(Answering(self.state).label)

    @property
    def duration(self) -> timedelta:
        return self.end - self.begin


def availability(
    portal: Portal, since: datetime | None = None, until: datetime | None = None
) -> tuple[Interval, ...]:
    """The portal's intervals, oldest first. A gap between snapshots is an interval of its own."""
    snapshots = portal.snapshots.exclude(state=SnapshotState.RUNNING)
    if since:
        snapshots = snapshots.filter(started_at__gte=since)
    if until:
        snapshots = snapshots.filter(started_at__lte=until)
    rows = list(snapshots.order_by("started_at", "pk"))
    return intervals_of(rows, portal.interval * _HOLDS_FOR)


def intervals_of(snapshots: list[Snapshot], holds_for: timedelta) -> tuple[Interval, ...]:
    """Intervals from ended snapshots, oldest first; a gap longer than `holds_for` is unknown."""
    found: list[Interval] = []
    for snapshot in snapshots:
        state = _SAYS.get(SnapshotState(snapshot.state), Answering.UNKNOWN)
        begin, end = snapshot.started_at, snapshot.ended_at or snapshot.started_at
        if found:
            last = found[-1]
            if begin - last.end > holds_for:
                found.append(Interval(last.end, begin, Answering.UNKNOWN, 0))
            elif last.state == state:
                found[-1] = replace(last, end=end, snapshots=last.snapshots + 1)
                continue
            else:
                # The change lies somewhere between the two; we date it by when we saw it.
                found[-1] = replace(last, end=begin)
        found.append(Interval(begin, end, state, 1))
    return tuple(found)
