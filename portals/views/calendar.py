"""A portal's snapshots as the month grids that readers know from web archives."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncDate

from portals.models import Portal, Snapshot, SnapshotState

#: The state that a day shows where its snapshots ended differently: what a reader should notice.
_NOTEWORTHY = [
    SnapshotState.RUNNING,
    SnapshotState.UNREACHABLE,
    SnapshotState.BLOCKED,
    SnapshotState.INTERRUPTED,
    SnapshotState.PARTIAL,
    SnapshotState.COMPLETE,
]


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    is_in_month: bool
    states: tuple[tuple[SnapshotState, int], ...] = ()

    @property
    def count(self) -> int:
        return sum(number for _state, number in self.states)

    @property
    def state(self) -> SnapshotState | None:
        return self.states[0][0] if self.states else None


@dataclass(frozen=True, slots=True)
class Month:
    first_day: date
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def count(self) -> int:
        return sum(day.count for week in self.weeks for day in week if day.is_in_month)


@dataclass(frozen=True, slots=True)
class Calendar:
    year: int
    years: tuple[int, ...]
    months: tuple[Month, ...]

    @property
    def days(self) -> list[Day]:
        """The days that have snapshots, newest first."""
        every = (day for month in self.months for week in month.weeks for day in week)
        return sorted((d for d in every if d.is_in_month and d.count), key=lambda d: d.date)[::-1]


def calendar_of(portal: Portal, year: int | None = None) -> Calendar | None:
    """The year asked for, or the newest with snapshots; None for a portal without any."""
    snapshots = Snapshot.objects.filter(portal=portal)
    years = tuple(day.year for day in snapshots.datetimes("started_at", "year", order="DESC"))
    if not years:
        return None
    shown = year if year in years else years[0]
    counted = (
        snapshots.filter(started_at__year=shown)
        .annotate(day=TruncDate("started_at"))
        .order_by()
        .values_list("day", "state")
        .annotate(number=Count("pk"))
    )
    states: dict[date, Counter[SnapshotState]] = {}
    for day, state, number in counted:
        states.setdefault(day, Counter())[SnapshotState(state)] += number
    return Calendar(shown, years, tuple(_months(shown, states)))


def _months(year: int, states: Mapping[date, Counter[SnapshotState]]) -> Iterable[Month]:
    grid = calendar.Calendar(firstweekday=calendar.MONDAY)
    for number in sorted({day.month for day in states}, reverse=True):
        weeks = tuple(
            tuple(_day(day, number, states.get(day, Counter())) for day in week)
            for week in grid.monthdatescalendar(year, number)
        )
        yield Month(date(year, number, 1), weeks)


def _day(day: date, month: int, states: Counter[SnapshotState]) -> Day:
    if day.month != month:
        return Day(day, False)
    ordered = sorted(states.items(), key=lambda item: _NOTEWORTHY.index(item[0]))
    return Day(day, True, tuple(ordered))
