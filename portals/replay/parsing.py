"""Archived mark-up into a tree, in time that grows with its length and not with its square."""

from __future__ import annotations

import re

from lxml import etree

from portals.discovery.markup import with_bounded_attributes

_NOT_IN_HTML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def parsed(source: str) -> etree._Element | None:
    """The tree of a page; None for a page of nothing. Control characters are left out."""
    bounded = with_bounded_attributes(_NOT_IN_HTML.sub("", source))
    # huge_tree: the usual limit of 256 levels is met by old pages that never close their tags.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        return etree.fromstring(bounded.encode(), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
