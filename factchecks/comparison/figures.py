"""Figures that others published about a portal, each beside our own count on the same day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from factchecks.comparison.coverage import Coverage, Watch, watch
from factchecks.comparison.criteria import Criteria
from factchecks.comparison.pair import Pair
from factchecks.comparison.selection import Selection
from factchecks.comparison.sources import Cited, cited
from portals.models import Portal, ReportedFigure

#: What we can count ourselves; nobody's bytes tell us how many families were helped.
COUNTABLE = frozenset({"debunks", "debunks_in_year", "themes"})


@dataclass(frozen=True, slots=True)
class FigureRow:
    portal: str
    portal_slug: str
    is_sample: bool
    metric: str
    label: str
    value: Decimal
    qualifier: str
    unit: str
    as_of: str
    last_day: date
    source: Cited
    #: Other rows report the same thing of the same portal.
    has_rivals: bool
    #: Ours, of what the portal had published by that day. None: not captured, or not countable.
    ours: int | None
    #: Our debunks without a date, which may or may not have been published by then.
    undated: int
    coverage: Coverage

    @property
    def is_countable(self) -> bool:
        return self.metric in COUNTABLE


def figures(selection: Selection, looked: Watch) -> Pair[tuple[FigureRow, ...]]:
    """Neither period nor language narrows these: the published figures do not know them."""
    a, b = selection.criteria.a, selection.criteria.b
    reported = ReportedFigure.objects.filter(portal__country__in=[a, b])
    rows = _rows(selection, looked, reported.select_related("portal", "source"))

    def of(country: str) -> tuple[FigureRow, ...]:
        return tuple(shown for row, shown in rows if row.portal.country_id == country)

    return Pair(of(a), of(b))


def figures_of(portal: Portal) -> tuple[FigureRow, ...]:
    """Those about one portal, counted as the comparison counts them."""
    selection = Selection(Criteria(portal.country_id, ""), Pair((portal,), ()))
    reported = list(portal.figures.select_related("portal", "source"))
    if not reported:
        return ()
    return tuple(shown for _, shown in _rows(selection, watch(selection), reported))


def _rows(
    selection: Selection, looked: Watch, reported: Iterable[ReportedFigure]
) -> list[tuple[ReportedFigure, FigureRow]]:
    rows = list(reported)
    said = Counter((row.portal_id, row.metric) for row in rows)
    ours = _count_ours(selection, [row for row in rows if row.metric in COUNTABLE])

    def shown(row: ReportedFigure) -> FigureRow:
        coverage = looked.by_portal[row.portal_id]
        return FigureRow(
            portal=row.portal.name,
            portal_slug=row.portal.slug,
            is_sample=row.portal.is_sample,
            metric=row.metric,
            label=row.label,
            value=row.value,
            qualifier=row.get_qualifier_display() if row.qualifier else "",
            unit=row.unit,
            as_of=row.as_of,
            last_day=row.as_of_last_day,
            source=cited("", row.source),
            has_rivals=said[row.portal_id, row.metric] > 1,
            ours=ours.get(f"n{row.pk}") if coverage.is_captured else None,
            undated=0 if row.metric == "themes" else ours.get(f"undated{row.portal_id}", 0),
            coverage=coverage,
        )

    return [(row, shown(row)) for row in rows]


def _count_ours(selection: Selection, rows: list[ReportedFigure]) -> dict[str, int]:
    """One query for all of them: a count per figure."""
    if not rows:
        return {}
    counts: dict[str, Any] = {}
    for row in rows:
        by_then = Q(portal=row.portal_id, published_on__lte=row.as_of_last_day)
        if row.metric == "debunks_in_year":
            by_then &= Q(published_on__year=row.as_of_last_day.year)
        counts[f"n{row.pk}"] = (
            Count("theme_links__theme", filter=by_then, distinct=True)
            if row.metric == "themes"
            else Count("pk", filter=by_then, distinct=True)
        )
        counts[f"undated{row.portal_id}"] = Count(
            "pk", filter=Q(portal=row.portal_id, published_on__isnull=True), distinct=True
        )
    return (
        selection.published_by_portals()
        .originals()
        .filter(portal__in={row.portal_id for row in rows})
        .aggregate(**counts)
    )
