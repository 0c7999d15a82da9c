"""The pages of all portals and of one portal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portals.history.availability import Interval, availability
from portals.models import (
    Capture,
    Change,
    ChangeKind,
    Country,
    Page,
    Portal,
    ReportedFigure,
    Role,
    RoleAbsence,
    Snapshot,
    SnapshotState,
    Source,
)
from portals.models.catalogue import PortalQuerySet
from portals.views.calendar import calendar_of
from portals.views.criteria import OnePortalCriteria, one_portal_criteria, portal_criteria

SNAPSHOTS_SHOWN = 15
SNAPSHOTS_OF_A_DAY = 200
CHANGES_SHOWN = 12
PAGES_SHOWN = 25
AVAILABILITY_DAYS = 366
INTERVALS_SHOWN = 20
WITH_ANSWERS = (SnapshotState.COMPLETE, SnapshotState.PARTIAL)


def portals(request: HttpRequest) -> HttpResponse:
    criteria = portal_criteria(request.GET)
    rows = criteria.select(_with_counts(Portal.objects.all()))
    listed = sorted(rows, key=_by_country_and_role)
    absences = RoleAbsence.objects.select_related("country", "source")
    if criteria.country:
        absences = absences.filter(country=criteria.country)
    if criteria.role:
        absences = absences.filter(role=criteria.role)
    context = {
        "criteria": criteria,
        "portals": listed,
        "absences": absences,
        "sources": _sources(listed, absences),
        "countries": Country.objects.filter(portals__isnull=False).distinct(),
        "roles": Role.choices,
    }
    return render(request, "portals/portals.html", context)


def portal(request: HttpRequest, slug: str) -> HttpResponse:
    # PostgreSQL takes no NUL in a text, not even to say that it finds none.
    slug = slug.replace("\0", "")
    row = (
        _with_counts(Portal.objects.filter(slug=slug))
        .prefetch_related("predecessors", "figures__source")
        .first()
    )
    if row is None:
        known = Portal.objects.select_related("country")
        near = known.filter(slug__icontains=slug.split("-")[0][:20])[:10]
        unknown = {"slug": slug, "near": near or known[:20]}
        return render(request, "portals/portal_unknown.html", unknown, status=404)
    criteria = one_portal_criteria(request.GET)
    context: dict[str, object] = {
        "portal": row,
        "criteria": criteria,
        "calendar": calendar_of(row, criteria.year),
        "snapshots": _snapshots(row, criteria),
        "availability": _availability(row),
        "sources": _sources([row], row.figures.all()),
        "changes": _changes(row)[:CHANGES_SHOWN],
        "pages": Paginator(_pages(row, criteria), PAGES_SHOWN).get_page(request.GET.get("page")),
    }
    return render(request, "portals/portal.html", context)


def _by_country_and_role(portal: Portal) -> tuple[int, str, int, str]:
    roles = Role.values
    first = min((roles.index(role) for role in portal.roles if role in roles), default=len(roles))
    return portal.country.position, portal.country_id, first, portal.slug


def _sources(
    portals: Iterable[Portal], others: Iterable[RoleAbsence] | Iterable[ReportedFigure]
) -> list[Source]:
    """Every source that the page's marks refer to, once."""
    found = {fact.source for portal in portals for fact in portal.facts.all()}
    found |= {other.source for other in others}
    return sorted(found, key=lambda source: source.code)


def _availability(portal: Portal) -> list[Interval]:
    """The newest intervals of the last year, newest first."""
    since = timezone.now() - timedelta(days=AVAILABILITY_DAYS)
    return list(availability(portal, since=since))[: -INTERVALS_SHOWN - 1 : -1]


def _with_counts(portals: PortalQuerySet) -> PortalQuerySet:
    """Portals with their counts and last snapshot, in one query whatever their number."""
    of_portal = Snapshot.objects.filter(portal=OuterRef("pk"))
    newest = of_portal.order_by("-started_at", "-pk")
    return (
        portals.select_related("country", "successor")
        .prefetch_related("facts__source")
        .annotate(
            snapshot_count=_count(of_portal, "portal"),
            # Of a portal that never answered nobody knows that it published nothing.
            has_answered=Exists(of_portal.filter(Q(fetched__gt=0) | Q(state__in=WITH_ANSWERS))),
            page_count=_count(Page.objects.filter(portal=OuterRef("pk")), "portal"),
            last_state=Subquery(newest.values("state")[:1]),
            last_reason=Subquery(newest.values("reason")[:1]),
            last_started_at=Subquery(newest.values("started_at")[:1]),
            first_started_at=Subquery(newest.reverse().values("started_at")[:1]),
        )
    )


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _changes(portal: Portal) -> QuerySet[Change]:
    """Changes of its pages. What the first snapshot found was there before; it did not appear."""
    changes = Change.objects.filter(page__portal=portal).exclude(after__kind="requisite")
    first = Snapshot.objects.filter(portal=portal).order_by("started_at", "pk").first()
    if first:
        changes = changes.exclude(kind=ChangeKind.APPEARED, after__snapshot=first)
    return changes.select_related("page", "before", "after")


def _snapshots(portal: Portal, criteria: OnePortalCriteria) -> QuerySet[Snapshot]:
    rows = Snapshot.objects.filter(portal=portal)
    if criteria.day:
        return rows.filter(started_at__date=criteria.day)[:SNAPSHOTS_OF_A_DAY]
    return rows[:SNAPSHOTS_SHOWN]


def _pages(portal: Portal, criteria: OnePortalCriteria) -> QuerySet[Page]:
    captures = Capture.objects.filter(page=OuterRef("pk"))
    pages = Page.objects.filter(portal=portal).annotate(capture_count=_count(captures, "page"))
    if criteria.pages_with:
        pages = pages.filter(url__icontains=criteria.pages_with)
    return pages.order_by("key")
