"""Rumours: which countries' portals assessed them, who was first, and by how many days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, Min, Prefetch, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from factchecks.models import Claim, ClaimReview, Provenance
from factchecks.search.queries import words
from factchecks.search.vocabulary import country_choices
from portals.models import Country

PER_PAGE = 25
LAST_PAGE = 400
SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class RumourCriteria:
    q: str = ""
    country: str = ""
    spread: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """What one country's portals published about a rumour, the earliest first."""

    country: Country
    reviews: tuple[ClaimReview, ...]
    first: date | None
    #: Where no debunk of it has a date: when its imported ones first saw the claim.
    seen: date | None
    #: Days after the first country; None where a date is not known.
    lag_days: int | None

    @property
    def undated(self) -> int:
        return sum(review.listed_on is None for review in self.reviews)


@dataclass(frozen=True, slots=True)
class Rumour:
    claim: Claim
    #: In the fixed order of countries.
    sides: tuple[Side, ...]
    reviews: tuple[ClaimReview, ...]

    @property
    def in_time(self) -> tuple[ClaimReview, ...]:
        return tuple(review for review in self.reviews if review.listed_on)

    @property
    def undated(self) -> tuple[ClaimReview, ...]:
        return tuple(review for review in self.reviews if not review.listed_on)

    @property
    def is_only_imported(self) -> bool:
        return all(review.provenance == Provenance.IMPORTED for review in self.reviews)

    @property
    def first_side(self) -> Side | None:
        """The country that was first by a published date; none where two share the day."""
        dated = [side for side in self.sides if side.lag_days == 0]
        return dated[0] if len(dated) == 1 and len(self.sides) > 1 else None


@dataclass(frozen=True, slots=True)
class RumourListing:
    rumours: tuple[Rumour, ...]
    total: int
    shared: int
    number: int
    pages: int
    asked_beyond: int | None


class RumourFilters(forms.Form):
    q = forms.CharField(required=False, max_length=300, label=_("Words"))

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["country"] = forms.ChoiceField(
            required=False,
            label=_("Debunked in"),
            choices=country_choices(data.get("country", "")),
            error_messages={
                "invalid_choice": _(
                    "The archive knows no country “%(value)s”. Choose one from the list."
                )
            },
        )
        self.fields["spread"] = forms.ChoiceField(
            required=False,
            label=_("Spread"),
            choices=[(SEVERAL, _("Debunked in several countries"))],
            error_messages={
                "invalid_choice": _("There is no spread “%(value)s”. Choose one from the list.")
            },
        )

    def criteria(self) -> RumourCriteria:
        return RumourCriteria(
            **{name: self.cleaned_data[name] for name in ("q", "country", "spread")}
        )


def rumour_listing(criteria: RumourCriteria, number: int = 1) -> RumourListing:
    """Those debunked in most countries first; what we captured before what was only imported."""
    claims = matching_claims(criteria)
    total = claims.count()
    shared = claims.filter(countries__gt=1).count()
    pages = max(1, min(LAST_PAGE, -(-total // PER_PAGE)))
    page = min(max(1, number), pages)
    rows = claims.order_by(
        "-captured_in", "-countries", "-debunks", "first", "pk"
    ).prefetch_related(Prefetch("reviews", queryset=_reviews(), to_attr="debunks_shown"))[
        (page - 1) * PER_PAGE : page * PER_PAGE
    ]
    return RumourListing(
        tuple(_rumour(claim, claim.debunks_shown) for claim in rows),
        total,
        shared,
        page,
        pages,
        number if number != page else None,
    )


def matching_claims(criteria: RumourCriteria) -> QuerySet[Any]:
    # Any: the annotations are columns that the model does not declare.
    shown = Q(reviews__is_rejected=False, reviews__translation_of__isnull=True)
    claims = Claim.objects.annotate(
        debunks=Count("reviews", filter=shown, distinct=True),
        countries=Count("reviews__countries", filter=shown, distinct=True),
        # What we hold ourselves comes before what others compiled.
        captured_in=Count(
            "reviews__countries", filter=shown & Q(reviews__provenance="captured"), distinct=True
        ),
        first=Min("reviews__listed_on", filter=shown),
    ).filter(debunks__gt=0)
    if criteria.q:
        found = ClaimReview.objects.published().filter(
            search=words(criteria.q), claim__isnull=False
        )
        claims = claims.filter(pk__in=found.order_by().values("claim"))
    if criteria.country:
        there = ClaimReview.objects.published().concerning(criteria.country)
        claims = claims.filter(pk__in=there.order_by().values("claim"))
    if criteria.spread == SEVERAL:
        claims = claims.filter(countries__gt=1)
    return claims


def rumour_of(claim: Claim) -> Rumour:
    return _rumour(claim, list(_reviews().filter(claim=claim)))


def _reviews() -> QuerySet[ClaimReview]:
    return (
        ClaimReview.objects.published()
        .originals()
        .select_related("portal__country", "verdict")
        .prefetch_related("countries", "origins")
        .defer("body", "search")
        .order_by("listed_on", "pk")
    )


def _rumour(claim: Claim, reviews: list[ClaimReview]) -> Rumour:
    countries = {row.code: row for review in reviews for row in review.countries.all()}
    firsts = [review.published_on for review in reviews if review.published_on]
    sides = tuple(
        _side(country, reviews, min(firsts, default=None))
        for country in sorted(countries.values(), key=lambda row: (row.position, row.code))
    )
    return Rumour(claim, sides, tuple(reviews))


def _side(country: Country, reviews: list[ClaimReview], earliest: date | None) -> Side:
    here = tuple(review for review in reviews if country in review.countries.all())
    first = min((review.published_on for review in here if review.published_on), default=None)
    seen = min((review.listed_on for review in here if review.listed_on), default=None)
    lag = (first - earliest).days if first and earliest else None
    return Side(country, here, first, None if first else seen, lag)
