"""The reader for portals that nobody described: it knows the shapes that need no rules."""

from __future__ import annotations

from factchecks.extraction import json_ld, wordpress
from factchecks.extraction.base import PageReading, PageSource, no_debunk
from factchecks.extraction.drafting import lists_version
from factchecks.extraction.html import parse
from factchecks.extraction.json_ld import JsonLd
from factchecks.extraction.wordpress import WordPress, is_wordpress


class Shapes:
    """ClaimReview markup first, because there the portal speaks for itself; then WordPress."""

    name = "shapes"
    hosts: frozenset[str] = frozenset()

    @property
    def version(self) -> str:
        # It reads what those two read: when one of them changes, its captures are read again.
        return f"1.{json_ld.OWN_VERSION}.{wordpress.OWN_VERSION}.{lists_version()}"

    def read(self, page: PageSource) -> PageReading:
        tree = parse(page.text)
        marked = JsonLd().read_tree(page, tree)
        if marked.is_debunk:
            return marked
        if is_wordpress(tree):
            return WordPress().read_tree(page, tree)
        return no_debunk("No ClaimReview, no WordPress post, and the portal has no reading rules.")
