"""When and how completely we looked at a country's portals. Every count is shown with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, Max, Min, Q

from factchecks.comparison.pair import Pair
from factchecks.comparison.selection import Selection
from factchecks.models.readable import is_read
from portals.models import Portal, Role, Snapshot, SnapshotState

FACT_CHECKING = frozenset({Role.FACT_CHECK, Role.INDEPENDENT_FACT_CHECK})


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one portal, or summed over several."""

    portals: int = 0
    watched: int = 0
    captured: int = 0
    snapshots: int = 0
    complete: int = 0
    first: datetime | None = None
    last: datetime | None = None

    @property
    def is_captured(self) -> bool:
        return self.captured > 0

    def knows_of(self, day: date | None) -> bool:
        """Whether something published on `day` could have been captured at all."""
        if not self.is_captured:
            return False
        return day is None or self.last is None or day <= self.last.date()


@dataclass(frozen=True, slots=True)
class Watch:
    """The coverage of every portal of the two countries."""

    portals: Pair[tuple[Portal, ...]]
    by_portal: dict[int, Coverage]
    holding: frozenset[int]

    def of_debunks(self) -> Pair[Coverage]:
        """Over the portals that check facts, whatever their role, or of which we hold a debunk."""
        return self._over(
            lambda portal: bool(FACT_CHECKING & set(portal.roles)) or portal.pk in self.holding
        )

    def of_role(self, role: str) -> Pair[Coverage]:
        return self._over(lambda portal: role in portal.roles)

    def of_others(self) -> Pair[Coverage]:
        """Over the portals that are no fact-check site, but are read for debunks all the same."""
        return self._over(
            lambda portal: (
                not FACT_CHECKING & set(portal.roles)
                and (is_read(portal) or portal.pk in self.holding)
            )
        )

    def of_all(self) -> Pair[Coverage]:
        return self._over(lambda portal: True)

    def _over(self, wanted: Callable[[Portal], bool]) -> Pair[Coverage]:
        return self.portals.map(
            lambda portals: summed(self.by_portal[p.pk] for p in portals if wanted(p))
        )


def watch(selection: Selection) -> Watch:
    """A portal counts as captured when a snapshot got an answer from it or we hold a debunk."""
    everyone = [*selection.portals.a, *selection.portals.b]
    holding = frozenset(
        selection.published_by_portals().order_by().values_list("portal_id", flat=True).distinct()
    )
    found = {portal.pk: Coverage() for portal in everyone}
    rows = (
        Snapshot.objects.filter(portal__in=everyone)
        .order_by()
        .values_list("portal_id")
        .annotate(
            ended=Count("pk", filter=~Q(state=SnapshotState.RUNNING)),
            complete=Count("pk", filter=Q(state=SnapshotState.COMPLETE)),
            answered=Count("pk", filter=Q(state=SnapshotState.PARTIAL) | Q(fetched__gt=0)),
            first=Min("started_at"),
            last=Max("started_at"),
        )
    )
    for portal, snapshots, complete, answered, first, last in rows:
        if complete or answered:
            found[portal] = Coverage(0, 0, 1, snapshots, complete, first, last)
        else:
            found[portal] = Coverage(snapshots=snapshots)
    return Watch(
        selection.portals,
        {
            portal.pk: replace(
                found[portal.pk],
                portals=1,
                watched=int(portal.is_watched),
                captured=int(found[portal.pk].is_captured or portal.pk in holding),
            )
            for portal in everyone
        },
        holding,
    )


def summed(parts: Iterable[Coverage]) -> Coverage:
    parts = list(parts)
    return Coverage(
        portals=sum(part.portals for part in parts),
        watched=sum(part.watched for part in parts),
        captured=sum(part.captured for part in parts),
        snapshots=sum(part.snapshots for part in parts),
        complete=sum(part.complete for part in parts),
        first=min((part.first for part in parts if part.first), default=None),
        last=max((part.last for part in parts if part.last), default=None),
    )
