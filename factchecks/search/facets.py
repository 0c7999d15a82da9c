"""How many debunks each value of each filter would show, the other filters staying in force."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from factchecks.models import ClaimReview, ReviewChange, ReviewChangeKind
from factchecks.models.review import ClaimReviewQuerySet
from factchecks.search.criteria import NONE, State
from factchecks.search.form import LABELS
from factchecks.search.queries import EDITS, Question, matching
from factchecks.search.vocabulary import Vocabulary

#: Which column of a debunk a filter counts.
COLUMNS = {
    "country": "countries",
    "theme": "theme_links__theme",
    "verdict": "verdict",
    "portal": "portal__slug",
    "provenance": "provenance",
}
FACETS = ("country", "theme", "verdict", "portal", "language", "provenance", "state")


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str | Promise
    options: tuple[Option, ...]


def facets(question: Question, vocabulary: Vocabulary) -> tuple[Facet, ...]:
    """Values without a debunk are left out, except the chosen one."""
    return tuple(_facet(name, question, vocabulary) for name in FACETS)


def _facet(name: str, question: Question, vocabulary: Vocabulary) -> Facet:
    others = matching(question.without(name))
    match name:
        case "state":
            counts = _states(others)
        case "language":
            counts = _languages(others)
        case _:
            counts = _counts(others, COLUMNS[name])
    chosen = getattr(question.criteria, name)
    options = tuple(
        Option(code, label, counts.get(code, 0), code == chosen)
        for code, label in vocabulary.of(name).items()
        if counts.get(code) or code == chosen
    )
    return Facet(name, LABELS[name], options)


def _counts(reviews: ClaimReviewQuerySet, column: str) -> dict[str, int]:
    # Every filter keeps one row per debunk, so that each is counted once under a value.
    rows = reviews.order_by().values_list(column).annotate(Count("pk"))
    return {(code or NONE): number for code, number in rows}


def _languages(reviews: ClaimReviewQuerySet) -> dict[str, int]:
    """A debunk counts in its own language and in those of its translations, as the filter does."""
    rows = (
        ClaimReview.objects.published()
        .annotate(root=Coalesce("translation_of", "pk"))
        .filter(root__in=reviews.order_by().values("pk"))
        .order_by()
        .values_list("language")
        .annotate(Count("root", distinct=True))
    )
    return dict(rows)


def _states(reviews: ClaimReviewQuerySet) -> dict[str, int]:
    changes = ReviewChange.objects.filter(review=OuterRef("pk"))
    return reviews.aggregate(
        **{
            State.EDITED: Count("pk", filter=Exists(changes.filter(kind__in=EDITS))),
            State.VERDICT_CHANGED: Count(
                "pk", filter=Exists(changes.filter(kind=ReviewChangeKind.VERDICT_CHANGED))
            ),
            State.WITHDRAWN: Count("pk", filter=Q(withdrawn_before__isnull=False)),
        }
    )
