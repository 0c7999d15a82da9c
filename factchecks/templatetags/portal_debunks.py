"""How many debunks of a portal the archive holds, for the portals' pages.

Portals know nothing of debunks, so their pages ask here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import template
from django.db.models import Count, Max, Min, Q

from factchecks.comparison.figures import FigureRow, figures_of
from factchecks.models import ClaimReview
from factchecks.models.readable import is_read
from portals.models import Portal

register = template.Library()


@dataclass(frozen=True, slots=True)
class DebunkCount:
    debunks: int = 0
    withdrawn: int = 0
    themes: int = 0
    first: date | None = None
    last: date | None = None


@register.simple_tag
def debunk_counts(portals: Iterable[Portal]) -> dict[int, DebunkCount]:
    """Captured debunks by portal id, in one query; translations are not counted again.

    Imported rows that name a portal's host are not among them: we have not seen their pages.
    """
    rows = (
        ClaimReview.objects.published()
        .originals()
        .captured()
        .filter(portal__in=[portal.pk for portal in portals])
        .order_by()
        .values("portal")
        .annotate(
            debunks=Count("pk", distinct=True),
            withdrawn=Count("pk", filter=Q(withdrawn_before__isnull=False), distinct=True),
            themes=Count("theme_links__theme", distinct=True),
            first=Min("published_on"),
            last=Max("published_on"),
        )
    )
    return {
        row["portal"]: DebunkCount(
            row["debunks"], row["withdrawn"], row["themes"], row["first"], row["last"]
        )
        for row in rows
        if row["portal"] is not None
    }


@register.filter
def of_portal(counts: dict[int, DebunkCount], portal: Portal) -> DebunkCount:
    return counts.get(portal.pk, DebunkCount())


@register.simple_tag
def debunk_count(portal: Portal) -> DebunkCount:
    return debunk_counts([portal]).get(portal.pk, DebunkCount())


@register.simple_tag
def reported_figures(portal: Portal) -> tuple[FigureRow, ...]:
    """What others published about a portal, each with our own count by the same day."""
    return figures_of(portal)


@register.filter
def is_read_for_debunks(portal: Portal) -> bool:
    return is_read(portal)
