"""Pages that are another page under a second address. Only one of them becomes a debunk."""

from __future__ import annotations

from portals.discovery.addresses import address_of
from portals.models import Capture, Page


def canonical_twin(page: Page) -> Page | None:
    """The page to read in place of `page`: the one that rel=canonical or a redirect names."""
    return _standing_for(page, page.canonical)


def declared_twin(page: Page, canonical_url: str) -> Page | None:
    """The same from the page's own words, for captures whose page was not linked to it."""
    address = address_of(canonical_url, page.url) if canonical_url else None
    if address is None:
        return None
    return _standing_for(page, Page.objects.filter(portal=page.portal_id, key=address.key).first())


def _standing_for(page: Page, other: Page | None) -> Page | None:
    """`other`, unless it was never received or names `page` in turn: neither may hide a debunk."""
    if other is None or other.pk == page.pk:
        return None
    if other.canonical_id == page.pk and page.pk < other.pk:
        return None
    return other if Capture.objects.received().filter(page=other).exists() else None
