"""Rumours that portals of both countries assessed, and how many days lay between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q

from factchecks.comparison.pair import Pair
from factchecks.comparison.selection import Selection
from factchecks.models import ClaimReview

#: As many as one page can be read; the others are on the page of rumours.
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class SeenVerdict:
    """A verdict once per country; an empty code waits for an editor."""

    code: str
    label: str
    implied: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one country's portals published about a rumour."""

    debunks: int
    undated: int
    first_published: date | None
    first_captured: datetime | None
    first_debunk: int
    verdicts: tuple[SeenVerdict, ...]


@dataclass(frozen=True, slots=True)
class SharedRumour:
    claim: int
    text: str
    language: str
    sides: Pair[Assessment]

    @property
    def lag_days(self) -> int | None:
        """Days from the first country's first date to the second's; negative: the other way."""
        first, second = self.sides.a.first_published, self.sides.b.first_published
        return (second - first).days if first and second else None

    @property
    def capture_lag_days(self) -> int | None:
        first, second = self.sides.a.first_captured, self.sides.b.first_captured
        return (second.date() - first.date()).days if first and second else None


@dataclass(frozen=True, slots=True)
class SharedRumours:
    shown: tuple[SharedRumour, ...]
    total: int

    @property
    def dates(self) -> list[date]:
        """All first dates of those shown, from the earliest on."""
        return sorted(
            side.first_published
            for rumour in self.shown
            for side in rumour.sides
            if side.first_published
        )


def shared_rumours(selection: Selection) -> SharedRumours:
    shared = (
        selection.debunks()
        .filter(claim__isnull=False)
        .order_by()
        .values_list("claim_id")
        .annotate(
            in_a=Count("pk", filter=Q(portal__in=selection.ids("a"))),
            in_b=Count("pk", filter=Q(portal__in=selection.ids("b"))),
            first=Min("published_on"),
        )
        .filter(in_a__gt=0, in_b__gt=0)
    )
    order = sorted(shared, key=lambda row: (row[3] or date.max, row[0]))
    wanted = [row[0] for row in order[:MOST_SHOWN]]
    reviews: dict[int, list[ClaimReview]] = {claim: [] for claim in wanted}
    for review in (
        selection.debunks()
        .filter(claim__in=wanted)
        .select_related("claim", "verdict")
        .defer("body", "title", "claim_text", "search")
        .order_by("published_on", "first_captured_at", "pk")
    ):
        reviews[review.claim_id or 0].append(review)
    return SharedRumours(
        tuple(_shared(selection, reviews[claim]) for claim in wanted if reviews[claim]),
        len(order),
    )


def _shared(selection: Selection, reviews: list[ClaimReview]) -> SharedRumour:
    claim = reviews[0].claim
    assert claim is not None  # noqa: S101 - the query asked for it
    of_a = frozenset(selection.ids("a"))
    return SharedRumour(
        claim.pk,
        claim.text,
        claim.language,
        Pair(
            _assessment([review for review in reviews if review.portal_id in of_a]),
            _assessment([review for review in reviews if review.portal_id not in of_a]),
        ),
    )


def _assessment(reviews: list[ClaimReview]) -> Assessment:
    return Assessment(
        debunks=len(reviews),
        undated=sum(review.published_on is None for review in reviews),
        first_published=min((r.published_on for r in reviews if r.published_on), default=None),
        first_captured=min(
            (r.first_captured_at for r in reviews if r.first_captured_at), default=None
        ),
        first_debunk=reviews[0].pk,
        verdicts=tuple(dict.fromkeys(_seen(reviews))),
    )


def _seen(reviews: Iterable[ClaimReview]) -> Iterable[SeenVerdict]:
    for review in reviews:
        if review.verdict:
            yield SeenVerdict(review.verdict.code, review.verdict.name, review.verdict_implied)
        else:
            yield SeenVerdict("", "", False)
