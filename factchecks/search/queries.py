"""Criteria as a queryset: which debunks match, in which order."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from factchecks.models import ClaimReview, EditorDecision, ReviewChange, ReviewChangeKind
from factchecks.models.review import ClaimReviewQuerySet
from factchecks.search.criteria import NONE, Criteria, Sort, State

EDITS = (ReviewChangeKind.EDITED, ReviewChangeKind.VERDICT_CHANGED)


def words(q: str) -> SearchQuery:
    """The words as PostgreSQL asks for them; ё is е, as in the search column."""
    folded = q.translate(str.maketrans("ёЁ", "еЕ"))
    return SearchQuery(folded, config="russian", search_type="websearch")


def matching(criteria: Criteria) -> ClaimReviewQuerySet:
    """The debunks that match, one row each: words and language may be those of a translation."""
    reviews = ClaimReview.objects.published().originals()
    for name in criteria.active():
        reviews = FILTERS[name](reviews, criteria)
    return reviews


def ordered(reviews: ClaimReviewQuerySet, criteria: Criteria) -> ClaimReviewQuerySet:
    match criteria.order:
        case Sort.RELEVANCE:
            rank = SearchRank(F("search"), words(criteria.q), normalization=Value(2))
            return reviews.annotate(rank=rank).order_by("-rank", *NEWEST)
        case Sort.OLDEST:
            return reviews.order_by(F("published_on").asc(nulls_last=True), "pk")
        case Sort.FOUND:
            return reviews.order_by(Coalesce("first_captured_at", "created_at").desc(), "-pk")
        case _:
            return reviews.order_by(*NEWEST)


def with_marks(reviews: ClaimReviewQuerySet) -> ClaimReviewQuerySet:
    """Rows with all that an entry of a list shows, in a bounded number of queries."""
    decisions = EditorDecision.objects.filter(review=OuterRef("pk"), undone_at__isnull=True)
    return (
        reviews.select_related("portal__country", "verdict")
        .prefetch_related("countries", "themes", "translations")
        .defer("search")
        .annotate(was_edited=Exists(_changes(*EDITS)), was_decided=Exists(decisions))
    )


NEWEST = (F("published_on").desc(nulls_last=True), "-pk")


def _changes(*kinds: str) -> QuerySet[ReviewChange]:
    return ReviewChange.objects.filter(review=OuterRef("pk"), kind__in=kinds)


def _in_words(reviews: ClaimReviewQuerySet, criteria: Criteria) -> ClaimReviewQuerySet:
    found = ClaimReview.objects.published().filter(search=words(criteria.q)).order_by()
    return reviews.filter(pk__in=found.values(root=Coalesce("translation_of", "pk")))


def _in_language(reviews: ClaimReviewQuerySet, criteria: Criteria) -> ClaimReviewQuerySet:
    translated = ClaimReview.objects.published().filter(
        translation_of=OuterRef("pk"), language=criteria.language
    )
    return reviews.filter(Q(language=criteria.language) | Exists(translated))


def _with_theme(reviews: ClaimReviewQuerySet, criteria: Criteria) -> ClaimReviewQuerySet:
    if criteria.theme == NONE:
        return reviews.filter(theme_links__isnull=True)
    return reviews.filter(theme_links__theme=criteria.theme)


def _with_verdict(reviews: ClaimReviewQuerySet, criteria: Criteria) -> ClaimReviewQuerySet:
    if criteria.verdict == NONE:
        return reviews.filter(verdict__isnull=True)
    return reviews.filter(verdict=criteria.verdict)


def _in_state(reviews: ClaimReviewQuerySet, criteria: Criteria) -> ClaimReviewQuerySet:
    if criteria.state == State.WITHDRAWN:
        return reviews.filter(withdrawn_before__isnull=False)
    if criteria.state == State.VERDICT_CHANGED:
        return reviews.filter(Exists(_changes(ReviewChangeKind.VERDICT_CHANGED)))
    return reviews.filter(Exists(_changes(*EDITS)))


Filter = Callable[[ClaimReviewQuerySet, Criteria], ClaimReviewQuerySet]
FILTERS: dict[str, Filter] = {
    "q": _in_words,
    "country": lambda reviews, criteria: reviews.concerning(criteria.country),
    "theme": _with_theme,
    "verdict": _with_verdict,
    "portal": lambda reviews, criteria: reviews.filter(portal__slug=criteria.portal),
    "language": _in_language,
    "provenance": lambda reviews, criteria: reviews.filter(provenance=criteria.provenance),
    "state": _in_state,
    "start": lambda reviews, criteria: reviews.filter(published_on__gte=criteria.start),
    "end": lambda reviews, criteria: reviews.filter(published_on__lte=criteria.end),
}
