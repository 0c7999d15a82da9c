"""Which addresses belong to a portal's snapshot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from portals.discovery.addresses import Address

#: The same step taken again and again is a calendar or a broken relative link, not a page.
_MOST_REPEATS = 3


@dataclass(frozen=True, slots=True)
class Scope:
    """A portal's hosts and the expressions over path and query that narrow them."""

    hosts: frozenset[str]
    include: tuple[re.Pattern[str], ...] = ()
    exclude: tuple[re.Pattern[str], ...] = ()
    #: Always in scope, whatever the expressions say: where the snapshot begins.
    entrances: frozenset[str] = field(default_factory=frozenset)

    def holds(self, address: Address) -> bool:
        if address.authority not in self.hosts:
            return False
        if address.url in self.entrances:
            return True
        if any(pattern.search(address.local) for pattern in self.exclude):
            return False
        if self.include and not any(pattern.search(address.local) for pattern in self.include):
            return False
        return not goes_in_circles(address)

    def holds_host(self, address: Address) -> bool:
        """For what a page needs to be shown: its pictures may lie outside the expressions."""
        return address.authority in self.hosts and not goes_in_circles(address)


def scope_of(
    hosts: Iterable[str],
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    entrances: Iterable[str] = (),
) -> Scope:
    """A scope from a portal's own words. An expression that is none matches nothing."""
    return Scope(
        hosts=frozenset(host.lower() for host in hosts),
        include=tuple(_patterns(include)),
        exclude=tuple(_patterns(exclude)),
        entrances=frozenset(entrances),
    )


def goes_in_circles(address: Address) -> bool:
    segments = Counter(segment for segment in address.path.split("/") if segment)
    return any(count > _MOST_REPEATS for count in segments.values())


def _patterns(expressions: Iterable[str]) -> Iterable[re.Pattern[str]]:
    for expression in expressions:
        try:
            yield re.compile(expression)
        except re.error:
            yield re.compile(r"(?!)")
