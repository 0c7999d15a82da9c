"""Words of others, each with where they come from, and the list of sources under the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portals.models import Source


@dataclass(frozen=True, slots=True)
class Reference:
    """A source as the page lists it, with the number by which the page cites it."""

    number: int
    code: str
    citation: str
    url: str


@dataclass(frozen=True, slots=True)
class Cited:
    """Words of a source."""

    text: str
    code: str
    citation: str
    url: str


def cited(text: str, source: Source) -> Cited:
    doi = f"https://doi.org/{source.doi}" if source.doi else ""
    return Cited(text, source.code, source.citation, source.url or doi)


def references(words: Iterable[Cited]) -> dict[str, Reference]:
    """Every source once, by its code, numbered in the order in which the page cites them."""
    listed: dict[str, Reference] = {}
    for said in words:
        if said.code not in listed:
            listed[said.code] = Reference(len(listed) + 1, said.code, said.citation, said.url)
    return listed
