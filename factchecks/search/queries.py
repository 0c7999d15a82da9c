"""Criteria as a queryset: which debunks match, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from factchecks.models import ClaimReview, EditorDecision, ReviewChange, ReviewChangeKind
from factchecks.models.review import ClaimReviewQuerySet
from factchecks.search.criteria import NONE, Criteria, Sort, State

KEYS = ArrayField(BigIntegerField())


class IsAnyOf(Func):
    """`column = ANY(array)`: one parameter, however many keys, which PostgreSQL hashes."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


EDITS = (ReviewChangeKind.EDITED, ReviewChangeKind.VERDICT_CHANGED)


def words(q: str) -> SearchQuery:
    """The words as PostgreSQL asks for them; ё is е, as in the search column."""
    folded = q.translate(str.maketrans("ёЁ", "еЕ"))
    return SearchQuery(folded, config="russian", search_type="websearch")


@dataclass(frozen=True, slots=True)
class Question:
    """Criteria with the debunks that have their words, which are searched for once.

    The list, every facet and every loosening ask about the same words with other filters.
    """

    criteria: Criteria
    having_words: tuple[int, ...] | None = None

    def without(self, name: str) -> Question:
        return Question(self.criteria.without(name), None if name == "q" else self.having_words)


def ask(criteria: Criteria) -> Question:
    if not criteria.q:
        return Question(criteria)
    found = ClaimReview.objects.published().filter(search=words(criteria.q)).order_by()
    roots = found.values_list(Coalesce("translation_of", "pk"), flat=True).distinct()
    return Question(criteria, tuple(roots))


def matching(question: Question) -> ClaimReviewQuerySet:
    """The debunks that match, one row each: words and language may be those of a translation."""
    reviews = ClaimReview.objects.published().originals()
    if question.having_words is not None:
        # As one literal: PostgreSQL parses ARRAY[…] of thousands element by element.
        keys = Cast(Value(f"{{{','.join(map(str, question.having_words))}}}"), KEYS)
        reviews = reviews.filter(IsAnyOf(F("pk"), keys))
    for name in question.criteria.active():
        if name != "q":
            reviews = FILTERS[name](reviews, question.criteria)
    return reviews


def ordered(reviews: ClaimReviewQuerySet, criteria: Criteria) -> ClaimReviewQuerySet:
    match criteria.order:
        case Sort.RELEVANCE:
            rank = SearchRank(F("search"), words(criteria.q), normalization=Value(2))
            return reviews.annotate(rank=rank).order_by("-rank", *NEWEST)
        case Sort.OLDEST:
            return reviews.order_by(F("listed_on").asc(nulls_last=True), "pk")
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


NEWEST = (F("listed_on").desc(nulls_last=True), "-pk")


def _changes(*kinds: str) -> QuerySet[ReviewChange]:
    return ReviewChange.objects.filter(review=OuterRef("pk"), kind__in=kinds)


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
    "country": lambda reviews, criteria: reviews.concerning(criteria.country),
    "theme": _with_theme,
    "verdict": _with_verdict,
    "portal": lambda reviews, criteria: reviews.filter(portal__slug=criteria.portal),
    "language": _in_language,
    "provenance": lambda reviews, criteria: reviews.filter(provenance=criteria.provenance),
    "state": _in_state,
    "start": lambda reviews, criteria: reviews.filter(listed_on__gte=criteria.start),
    "end": lambda reviews, criteria: reviews.filter(listed_on__lte=criteria.end),
}
