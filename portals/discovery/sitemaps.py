"""Sitemaps and feeds as sources of addresses. Both are XML from a stranger."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from lxml import etree

from portals.discovery.addresses import Address, address_of

#: The protocol's own limit for one unpacked sitemap.
MOST_BYTES = 50 * 1024 * 1024
MOST_ADDRESSES = 50_000


@dataclass(frozen=True, slots=True)
class Listed:
    """What a sitemap or feed names: pages, and for an index further sitemaps."""

    pages: tuple[Address, ...] = ()
    sitemaps: tuple[Address, ...] = ()


def listed_in(body: bytes, url: str) -> Listed:
    """The addresses in a sitemap, sitemap index, RSS or Atom feed, or a plain list of lines."""
    if body.startswith(b"\x1f\x8b"):
        body = _unpacked(body)
    root = _parse(body)
    if root is None:
        return _plain_list(body, url)
    pages: dict[Address, None] = {}
    sitemaps: dict[Address, None] = {}
    for element in root.iter():
        if not isinstance(element.tag, str) or len(pages) >= MOST_ADDRESSES:
            continue
        name = etree.QName(element).localname
        parent = element.getparent()
        if name == "loc" and parent is not None:
            found = sitemaps if etree.QName(parent).localname == "sitemap" else pages
            _add(found, element.text, url)
        elif name == "link":
            # RSS writes the address as text, Atom as an attribute.
            _add(pages, element.get("href") or element.text, url)
    return Listed(tuple(pages), tuple(sitemaps))


def _add(found: dict[Address, None], reference: str | None, base: str) -> None:
    address = address_of(reference, base) if reference and reference.strip() else None
    if address:
        found[address] = None


def _plain_list(body: bytes, url: str) -> Listed:
    lines = body[:MOST_BYTES].decode("utf-8", "replace").splitlines()
    pages: dict[Address, None] = {}
    for line in lines[:MOST_ADDRESSES]:
        if line.startswith(("http://", "https://")):
            _add(pages, line, url)
    return Listed(tuple(pages))


def _parse(body: bytes) -> etree._Element | None:
    # No entities, no DTD, no network: a sitemap is a list, whatever it says of itself.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        return etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _unpacked(body: bytes) -> bytes:
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        return unpacker.decompress(body, MOST_BYTES)
    except zlib.error:
        return b""
