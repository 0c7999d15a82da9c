"""What an HTML page leads to, and what it needs to be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import html
from lxml.etree import ParserError

from portals.discovery.addresses import Address, address_of
from portals.discovery.markup import with_bounded_attributes

_FEED_TYPES = {"application/rss+xml", "application/atom+xml"}


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Addresses that a page names, each once, in the order of the page."""

    pages: tuple[Address, ...] = ()
    feeds: tuple[Address, ...] = ()
    requisites: tuple[Address, ...] = ()
    canonical: Address | None = None


def links_of(text: str, url: str) -> PageLinks:
    """The links of the page at `url`. Markup that cannot be read has none."""
    root = _parse(text)
    if root is None:
        return PageLinks()
    base = url
    for element in root.iter("base"):
        base_address = address_of(element.get("href", ""), url)
        base = base_address.url if base_address else url
        break

    pages: dict[Address, None] = {}
    feeds: dict[Address, None] = {}
    requisites: dict[Address, None] = {}
    canonical: Address | None = None
    for element in root.iter("a", "area", "link", "img", "iframe"):
        reference = element.get("src" if element.tag in {"img", "iframe"} else "href")
        address = address_of(reference, base) if reference else None
        if address is None:
            continue
        if element.tag == "img":
            requisites[address] = None
        elif element.tag != "link":
            pages[address] = None
        else:
            relations = set((element.get("rel") or "").lower().split())
            if "canonical" in relations:
                canonical = canonical or address
                pages[address] = None
            elif "stylesheet" in relations or "icon" in relations:
                requisites[address] = None
            elif (element.get("type") or "").lower() in _FEED_TYPES:
                feeds[address] = None
            elif relations & {"alternate", "next", "prev"} and "/json" not in (
                element.get("type") or ""
            ):
                pages[address] = None
    return PageLinks(tuple(pages), tuple(feeds), tuple(requisites), canonical)


def _parse(text: str) -> html.HtmlElement | None:
    # lxml refuses text that declares an encoding of its own, and NUL bytes.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\0", "")
    if not text.strip():
        return None
    try:
        return html.document_fromstring(with_bounded_attributes(text))
    except (ParserError, ValueError):
        return None
