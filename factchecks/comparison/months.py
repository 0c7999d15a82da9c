"""Debunks by the month in which the portal published them, both countries on one axis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth

from factchecks.comparison.coverage import Watch
from factchecks.comparison.pair import Pair, Tally
from factchecks.comparison.selection import Selection

#: One misread year must not stretch the axis over a century of empty months.
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Column:
    """A month, or a year where months would be too many. None is "not captured"."""

    first_day: date
    numbers: Pair[Tally]


@dataclass(frozen=True, slots=True)
class Months:
    columns: tuple[Column, ...]
    by_year: bool
    undated: Pair[Tally]


def months(selection: Selection, watch: Watch, undated: Pair[Tally]) -> Months:
    counted = selection.fold(
        selection.debunks()
        .filter(published_on__isnull=False)
        .order_by()
        .values_list("portal_id", TruncMonth("published_on"))
        .annotate(Count("pk"))
    )
    if not counted:
        return Months((), False, undated)
    by_year = _months_between(min(counted), max(counted)) >= MOST_MONTHS
    if by_year:
        counted = _by_year(counted)
    looked = watch.of_debunks()
    columns = []
    day = min(counted)
    while day <= max(counted):
        number = counted.get(day, Pair(0, 0))
        columns.append(
            Column(
                day,
                Pair(
                    number.a if number.a or looked.a.knows_of(day) else None,
                    number.b if number.b or looked.b.knows_of(day) else None,
                ),
            )
        )
        day = day.replace(year=day.year + 1) if by_year else next_month(day)
    return Months(tuple(columns), by_year, undated)


def next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _by_year(counted: dict[date, Pair[int]]) -> dict[date, Pair[int]]:
    years: dict[date, Pair[int]] = {}
    for day, number in counted.items():
        before = years.get(day.replace(month=1), Pair(0, 0))
        years[day.replace(month=1)] = Pair(before.a + number.a, before.b + number.b)
    return years
