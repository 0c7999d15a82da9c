"""Rumours that portals of both countries assessed, and how many days lay between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Min, Q

from factchecks.comparison.pair import Pair
from factchecks.comparison.selection import Selection
from factchecks.models import Claim, Verdict

#: As many as one page can be read; the others are on the page of rumours.
MOST_SHOWN = 50


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
    claims = Claim.objects.in_bulk(wanted)
    verdicts = {verdict.code: verdict.name for verdict in Verdict.objects.all()}
    found: dict[int, Pair[list[_Found]]] = {claim: Pair([], []) for claim in claims}
    of_a = frozenset(selection.ids("a"))
    for claim, portal, review, published, captured, verdict, implied in (
        selection.debunks()
        .filter(claim__in=claims)
        .order_by("published_on", "first_captured_at", "pk")
        .values_list(
            "claim_id",
            "portal_id",
            "pk",
            "published_on",
            "first_captured_at",
            "verdict_id",
            "verdict_implied",
        )
    ):
        side = found[claim or 0].a if portal in of_a else found[claim or 0].b
        side.append(_Found(review, published, captured, verdict, implied))
    return SharedRumours(
        tuple(
            SharedRumour(
                claim,
                claims[claim].text,
                claims[claim].language,
                sides.map(lambda reviews: _assessment(reviews, verdicts)),
            )
            for claim, sides in ((claim, found.get(claim)) for claim in wanted)
            # A worker may have regrouped a rumour between the two queries.
            if sides and sides.a and sides.b
        ),
        len(order),
    )


class _Found(NamedTuple):
    review: int
    published: date | None
    captured: datetime | None
    verdict: str | None
    implied: bool


def _assessment(reviews: list[_Found], verdicts: dict[str, str]) -> Assessment:
    """`reviews` from the earliest on, those without a date last."""
    return Assessment(
        debunks=len(reviews),
        undated=sum(review.published is None for review in reviews),
        first_published=reviews[0].published,
        first_captured=min((r.captured for r in reviews if r.captured), default=None),
        first_debunk=reviews[0].review,
        verdicts=tuple(
            dict.fromkeys(
                SeenVerdict(
                    review.verdict or "",
                    verdicts.get(review.verdict or "", ""),
                    bool(review.verdict) and review.implied,
                )
                for review in reviews
            )
        ),
    )
