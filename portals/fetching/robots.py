"""robots.txt, as RFC 9309 reads it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from protego import Protego

from portals.fetching.exchange import Exchange

#: The name that robots.txt may address us by.
PRODUCT = "CrisisPortalArchive"
#: RFC 9309, 2.5: at least this much must be read, so we read no more.
MOST_BYTES = 500 * 1024
#: RFC 9309, 2.3.1.2: at least this many redirects in a row are followed.
MOST_REDIRECTS = 5
RULES, ALLOW_ALL, DISALLOW_ALL = "rules", "allow_all", "disallow_all"


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host's robots.txt said. `state` is rules, allow_all or disallow_all (for now)."""

    state: str
    reason: str = ""
    text: str = ""
    #: The outcome of the request when there was no usable answer.
    failure: str = ""

    def allows(self, url: str) -> bool:
        if self.state == RULES:
            return bool(_parsed(self.text).can_fetch(url, PRODUCT))
        return self.state == ALLOW_ALL

    @property
    def crawl_delay(self) -> float:
        if self.state != RULES:
            return 0.0
        return float(_parsed(self.text).crawl_delay(PRODUCT) or 0.0)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        return tuple(_parsed(self.text).sitemaps) if self.state == RULES else ()


def robots_from(exchange: Exchange, text: str) -> Robots:
    """The rules in an answer; `text` is its content, decoded.

    4xx: there are no rules. 5xx or no answer: everything is disallowed until there is one.
    """
    if exchange.outcome == "ok":
        return Robots(RULES, "robots.txt was read.", _without_nul(text[:MOST_BYTES]))
    if exchange.status is not None and 400 <= exchange.status < 500:
        return Robots(ALLOW_ALL, f"There is no robots.txt (status {exchange.status}).")
    if exchange.outcome == "redirected":
        return Robots(ALLOW_ALL, "robots.txt redirects on and on, so it holds no rules.")
    return Robots(
        DISALLOW_ALL,
        "robots.txt could not be read, so nothing is asked for now: "
        + _without_nul(exchange.reason),
        failure=exchange.outcome,
    )


def _without_nul(text: str) -> str:
    """These words are kept with the snapshot, and PostgreSQL keeps no NUL."""
    return text.replace("\0", "\ufffd")


@lru_cache(maxsize=64)
def _parsed(text: str) -> Protego:
    return Protego.parse(text)
