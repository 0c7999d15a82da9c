"""Debunks that a portal declares to be translations of each other, by hreflang."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from factchecks.models import ClaimReview, EditorDecision
from portals.discovery.addresses import address_of


def link_translations(review: ClaimReview, declared: Iterable[Iterable[str]]) -> None:
    """Mark the other languages of `review` as translations of one original.

    The Russian version is the original where there is one, because the portals of both founding
    countries have it; else the version in the first of the portal's languages.
    """
    page, portal = review.page, review.portal
    if page is None or portal is None:
        return
    languages: dict[str, str] = {}
    for language, url in declared:
        if address := address_of(url, page.url):
            languages.setdefault(address.key, language)
    if len(languages) < 2 or page.key not in languages:
        return
    undecided = ~Exists(
        EditorDecision.objects.filter(review=OuterRef("pk"), field="translation_of", undone_at=None)
    )
    versions = list(
        ClaimReview.objects.filter(
            Q(page__portal=portal, page__key__in=languages), undecided, source_key=review.source_key
        ).select_related("page")
    )
    order = ["ru", *portal.languages]
    ranked = sorted(
        ((_rank(order, languages[version.page.key]), version.pk, version)
         for version in versions if version.page),
        key=lambda item: item[:2],
    )  # fmt: skip
    if len({rank for rank, _, _ in ranked}) < 2:
        return  # One language only: nothing here translates anything.
    original = ranked[0][2]
    for rank, _, version in ranked:
        wanted = original.pk if rank != ranked[0][0] else None
        if version.translation_of_id != wanted:
            ClaimReview.objects.filter(pk=version.pk).update(translation_of=wanted)
            if version.pk == review.pk:
                review.translation_of_id = wanted


def _rank(order: list[str], language: str) -> int:
    return order.index(language) if language in order else len(order)
