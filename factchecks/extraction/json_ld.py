"""Debunks that a page marks up itself: schema.org ClaimReview as JSON-LD."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import Tag

from factchecks.extraction.base import (
    Field,
    PageReading,
    PageSource,
    ReviewDraft,
    no_debunk,
)
from factchecks.extraction.drafting import Pieces, draft, lists_version
from factchecks.extraction.html import canonical_of, first, meta, parse, translations_of
from factchecks.extraction.word_lists import plain

RULE = "JSON-LD ClaimReview"
#: Raised with every change of what is read; captures are then read again.
OWN_VERSION = 1
#: The scale of the ClaimReview profile, where a page states 1 as its worst and 5 as its best.
_BY_RATING = {"1": "FALSE", "2": "MISLEADING", "3": "HALF_TRUE", "4": "MOSTLY_TRUE", "5": "TRUE"}


class JsonLd:
    name = "json_ld"
    hosts: frozenset[str] = frozenset()

    @property
    def version(self) -> str:
        return f"{OWN_VERSION}.{lists_version()}"

    def read(self, page: PageSource) -> PageReading:
        return self.read_tree(page, parse(page.text))

    def read_tree(self, page: PageSource, tree: Tag) -> PageReading:
        marked, broken = _marked_up(tree)
        if not marked:
            said = "It cannot be parsed." if broken else "There is none."
            return no_debunk(f"No ClaimReview in the page's JSON-LD. {said}")
        drafts: dict[str, ReviewDraft] = {}
        for review in marked:
            # The first keeps the empty key, so that a page with one debunk has a lasting key.
            key = _key_of(review) if drafts else ""
            drafts.setdefault(key, draft(page, _pieces(review, tree), key))
        return PageReading(
            is_debunk=True,
            reason="The page marks itself up as a ClaimReview.",
            drafts=tuple(drafts.values()),
            canonical_url=canonical_of(tree),
            translations=translations_of(tree),
        )


def _marked_up(tree: Tag) -> tuple[list[dict[str, Any]], bool]:
    """The ClaimReviews of a page, and whether some JSON-LD could not be parsed."""
    found: list[dict[str, Any]] = []
    broken = False
    for script in tree.select("script[type='application/ld+json']", limit=50):
        text = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$", "", script.get_text())
        try:
            found += _claim_reviews(json.loads(text, strict=False))
        except (ValueError, RecursionError):
            broken = True
    return found, broken


def _claim_reviews(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for each in node:
            yield from _claim_reviews(each)
    elif isinstance(node, dict):
        kinds = node.get("@type")
        if "ClaimReview" in (kinds if isinstance(kinds, list) else [kinds]):
            yield node
        else:
            for value in node.values():
                yield from _claim_reviews(value)


def _key_of(review: dict[str, Any]) -> str:
    words = plain(_text(review.get("claimReviewed")) or _text(review.get("url")))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _pieces(review: dict[str, Any], tree: Tag) -> Pieces:
    item, rating = _thing(review.get("itemReviewed")), _thing(review.get("reviewRating"))
    return Pieces(
        title=_field(review, "headline", "name")
        or first(tree, "h1")
        or meta(tree, "og:title")
        or first(tree, "title"),
        claim=_field(review, "claimReviewed") or _field(item, "name", "text"),
        body=_field(review, "reviewBody", "articleBody")
        or first(tree, "[itemprop=articleBody]", ".entry-content", "article", "main"),
        dates=tuple(place for place in (_field(review, "datePublished"),) if place),
        verdict=_field(rating, "alternateName", "name"),
        rating=_rating(rating),
        origin=_field(_thing(item.get("author")), "name"),
        picture=_field(review, "image") or meta(tree, "og:image"),
        claim_date=_field(item, "datePublished"),
        language=_text(review.get("inLanguage"))[:2].lower(),
    )


def _rating(rating: dict[str, Any]) -> Field | None:
    scale = tuple(_text(rating.get(key)) for key in ("worstRating", "bestRating"))
    value = _text(rating.get("ratingValue"))
    if scale != ("1", "5") or value not in _BY_RATING:
        return None
    return Field(_BY_RATING[value], value, f"{RULE}: ratingValue on the scale 1 to 5")


def _thing(value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, dict) else {}


def _field(node: dict[str, Any], *keys: str) -> Field | None:
    for key in keys:
        if text := _text(node.get(key)):
            return Field(text, text, f"{RULE}: {key}")
    return None


def _text(value: Any) -> str:
    """A value as text: of a list its first, of an object its address or name."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("url") or value.get("name") or value.get("@value")
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return " ".join(re.sub(r"<[^>]{0,500}>", " ", str(value)).split())
