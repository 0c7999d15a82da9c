"""What registry files say, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Trilingual:
    en: str
    ru: str = ""
    kk: str = ""


@dataclass(frozen=True, slots=True)
class CountryEntry:
    where: str
    code: str
    position: int
    name: Trilingual


@dataclass(frozen=True, slots=True)
class SourceEntry:
    where: str
    code: str
    citation: str
    url: str
    doi: str


@dataclass(frozen=True, slots=True)
class FactEntry:
    where: str
    feature: str
    text: Trilingual
    source: str


@dataclass(frozen=True, slots=True)
class WatchEntry:
    interval: timedelta = timedelta(hours=6)
    delay: timedelta = timedelta(seconds=1)
    max_pages: int = 5_000
    max_depth: int = 8
    scope_include: tuple[str, ...] = ()
    scope_exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PortalEntry:
    where: str
    slug: str
    country: str
    name: Trilingual
    roles: tuple[str, ...]
    operator: Trilingual
    approach: str
    home_url: str
    hosts: tuple[str, ...]
    languages: tuple[str, ...]
    launched: str
    ended: str
    successor: str
    sources: tuple[str, ...]
    facts: tuple[FactEntry, ...]
    watch: WatchEntry | None
    rules: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AbsenceEntry:
    where: str
    country: str
    role: str
    text: Trilingual
    source: str


@dataclass(frozen=True, slots=True)
class EventEntry:
    where: str
    key: str
    country: str
    happened: str
    text: Trilingual
    source: str


@dataclass(frozen=True, slots=True)
class FigureEntry:
    where: str
    key: str
    portal: str
    metric: str
    label: Trilingual
    value: Decimal
    qualifier: str
    unit: str
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class Registry:
    countries: tuple[CountryEntry, ...] = ()
    sources: tuple[SourceEntry, ...] = ()
    portals: tuple[PortalEntry, ...] = ()
    absences: tuple[AbsenceEntry, ...] = ()
    events: tuple[EventEntry, ...] = ()
    figures: tuple[FigureEntry, ...] = ()
