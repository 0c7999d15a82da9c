"""The debunks that a comparison counts, and the one rule by which they are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from factchecks.comparison.criteria import Criteria
from factchecks.comparison.pair import Pair
from factchecks.models import ClaimReview
from factchecks.models.review import ClaimReviewQuerySet
from portals.models import Portal


@dataclass(frozen=True, slots=True)
class Selection:
    """Criteria with the portals of both countries at hand.

    Counts are grouped by portal in the database and by country here: that saves every query a
    join, and the portals are few.
    """

    criteria: Criteria
    portals: Pair[tuple[Portal, ...]]

    def debunks(self) -> ClaimReviewQuerySet:
        """Captured originals that are on the public site: a translation is no second debunk."""
        return in_language(
            self.in_period(self.published_by_portals().originals()), self.criteria.language
        )

    def published_by_portals(self) -> ClaimReviewQuerySet:
        everyone = [portal.pk for portal in (*self.portals.a, *self.portals.b)]
        return ClaimReview.objects.published().captured().filter(portal__in=everyone)

    def in_period(self, reviews: ClaimReviewQuerySet) -> ClaimReviewQuerySet:
        if self.criteria.start:
            reviews = reviews.filter(published_on__gte=self.criteria.start)
        if self.criteria.end:
            reviews = reviews.filter(published_on__lte=self.criteria.end)
        return reviews

    def ids(self, side: str) -> list[int]:
        portals: tuple[Portal, ...] = getattr(self.portals, side)
        return [portal.pk for portal in portals]

    def fold(self, rows: Iterable[tuple[Any, Any, int]]) -> dict[Any, Pair[int]]:
        """(portal, key, number) rows as numbers per country under each key."""
        of_a = frozenset(self.ids("a"))
        folded: dict[Any, Pair[int]] = {}
        for portal, key, number in rows:
            a, b = folded.get(key, Pair(0, 0))
            folded[key] = Pair(a + number, b) if portal in of_a else Pair(a, b + number)
        return folded


def in_language(reviews: ClaimReviewQuerySet, language: str) -> ClaimReviewQuerySet:
    """Debunks that can be read in the language: the original, or a translation of it."""
    if not language:
        return reviews
    translations = ClaimReview.objects.published().filter(
        translation_of=OuterRef("pk"), language=language
    )
    return reviews.filter(Q(language=language) | Exists(translations))


def select(criteria: Criteria) -> Selection:
    portals = list(
        Portal.objects.filter(country__in=[criteria.a, criteria.b])
        .defer("rules", "scope_include", "scope_exclude")
        .select_related("successor")
        .prefetch_related("facts__source")
        .order_by("slug")
    )
    return Selection(
        criteria,
        Pair(
            tuple(portal for portal in portals if portal.country_id == criteria.a),
            tuple(portal for portal in portals if portal.country_id == criteria.b),
        ),
    )
