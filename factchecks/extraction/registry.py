"""Which extractor reads a portal: its own rules, else the file for its host, else the shapes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from factchecks.extraction.base import Extractor
from factchecks.extraction.selectors import Selectors
from factchecks.extraction.shapes import Shapes
from factchecks.extraction.sites import stopfake_kz

SITES: tuple[Extractor, ...] = (stopfake_kz.EXTRACTOR,)


def extractor_for(hosts: Iterable[str], rules: Mapping[str, Any]) -> Extractor:
    """The extractor of the portal with these authorities and reading rules."""
    if rules:
        return Selectors(rules)
    own = frozenset(host.lower() for host in hosts)
    return next((site for site in SITES if site.hosts & own), Shapes())
