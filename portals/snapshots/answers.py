"""What a step takes home of one request: everything that its rows need, without the body."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from portals.discovery.addresses import Address, address_of
from portals.discovery.links import links_of
from portals.discovery.scope import Scope
from portals.discovery.sitemaps import listed_in
from portals.fetching.exchange import Exchange
from portals.fetching.robots import Robots, robots_from
from portals.snapshots.frontier import LISTING, NEW, REDIRECT, REQUISITE, SITEMAP, Found
from portals.warc.payload import content_of
from portals.warc.write import WrittenRecord


@dataclass(frozen=True, slots=True)
class Asked:
    """A page as its snapshot asks for it; `entry_id` is its place in the frontier, if any."""

    address: Address
    kind: str
    depth: int = 0
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One request and what came of it: `found` are addresses to ask for next, `same_as` the page
    that a permanent redirect or rel=canonical names as this one."""

    asked: Asked
    exchange: Exchange
    sha256: str = ""
    size: int | None = None
    record: WrittenRecord | None = None
    #: Of a revisit: the record that holds its payload.
    refers_to: str = ""
    found: tuple[Found, ...] = ()
    same_as: Address | None = None
    robots: Robots | None = None

    def without_body(self) -> Answer:
        """The same without its bytes: a step holds many answers, and the file holds the bytes."""
        return replace(self, exchange=replace(self.exchange, body=b""))


def answer_from(
    asked: Asked,
    exchange: Exchange,
    body: bytes,
    scope: Scope,
    record: WrittenRecord | None = None,
    refers_to: str = "",
) -> Answer:
    """Read an exchange for what it leads to. `body` is its payload, also where it is a revisit."""
    found: tuple[Found, ...] = ()
    same_as: Address | None = None
    robots: Robots | None = None
    if asked.kind == "robots":
        if exchange.outcome != "redirected":
            robots = robots_from(exchange, body.decode("utf-8", "replace"))
            found = _sitemaps_named(robots, asked.address, scope)
    elif exchange.outcome == "redirected":
        found, same_as = _redirect(asked, exchange, scope)
    elif exchange.outcome == "ok":
        found, same_as = _content(asked, exchange, body, scope)
    return Answer(
        asked=asked,
        exchange=exchange,
        sha256=hashlib.sha256(body).hexdigest() if exchange.answered else "",
        size=len(body) if exchange.answered else None,
        record=record,
        refers_to=refers_to,
        found=found,
        same_as=same_as,
        robots=robots,
    )


def _sitemaps_named(robots: Robots, of: Address, scope: Scope) -> tuple[Found, ...]:
    named = (address_of(url, of.url) for url in robots.sitemaps)
    return tuple(
        Found(address, "sitemap", SITEMAP, 0, of.url)
        for address in named
        if address and scope.holds_host(address)
    )


def _redirect(
    asked: Asked, exchange: Exchange, scope: Scope
) -> tuple[tuple[Found, ...], Address | None]:
    target = address_of(exchange.location, asked.address.url)
    if target is None or not _wanted(target, asked.kind, scope):
        return (), None
    found = Found(target, asked.kind, REDIRECT, asked.depth + 1, asked.address.url)
    return (found,), target if exchange.status in {301, 308} else None


def _content(
    asked: Asked, exchange: Exchange, body: bytes, scope: Scope
) -> tuple[tuple[Found, ...], Address | None]:
    url, depth = asked.address.url, asked.depth + 1
    if asked.kind in {"sitemap", "feed"}:
        listed = listed_in(content_of(exchange.headers, body).body, url)
        pages = [Found(a, "page", NEW, 1, url) for a in listed.pages if scope.holds(a)]
        maps = [
            Found(a, "sitemap", SITEMAP, depth, url) for a in listed.sitemaps if scope.holds_host(a)
        ]
        return (*maps, *pages), None
    if asked.kind != "page" or not _is_html(exchange, body):
        return (), None
    links = links_of(content_of(exchange.headers, body).text, url)
    # What the home page links to is a listing more often than not.
    priority = LISTING if asked.depth == 0 else NEW
    found = [Found(a, "page", priority, depth, url) for a in links.pages if scope.holds(a)]
    found += [Found(a, "feed", SITEMAP, depth, url) for a in links.feeds if scope.holds(a)]
    found += [
        Found(a, "requisite", REQUISITE, asked.depth, url)
        for a in links.requisites
        if scope.holds_host(a)
    ]
    same_as = links.canonical if links.canonical and scope.holds(links.canonical) else None
    return tuple(found), same_as


def _wanted(address: Address, kind: str, scope: Scope) -> bool:
    return scope.holds(address) if kind == "page" else scope.holds_host(address)


def _is_html(exchange: Exchange, body: bytes) -> bool:
    media_type = exchange.header("content-type").lower()
    return "html" in media_type or (not media_type and body.lstrip()[:1] == b"<")
