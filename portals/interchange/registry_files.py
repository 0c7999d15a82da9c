"""Registry files (TOML) to frozen values. Knows the form of each entry, not the database."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from portals.interchange.registry_entries import Entry
from portals.interchange.registry_values import (
    AbsenceEntry,
    CountryEntry,
    EventEntry,
    FactEntry,
    FigureEntry,
    PortalEntry,
    Registry,
    SourceEntry,
    Trilingual,
    WatchEntry,
)

FILES = {
    "countries.toml": "country",
    "sources.toml": "source",
    "portals.toml": "portal",
    "absences.toml": "absence",
    "events.toml": "event",
    "figures.toml": "figure",
}


class RegistryError(ValueError):
    """Everything that is wrong with the registry, each problem with its file and entry."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass
class _Reading:
    """What the files gave so far; problems are collected so that one run names all of them."""

    problems: list[str] = field(default_factory=list)
    seen: dict[tuple[str, ...], str] = field(default_factory=dict)

    def once(self, entry: Entry, *key: str) -> None:
        if all(key):
            first = self.seen.setdefault((entry.kind, *key), entry.where)
            if first is not entry.where:
                entry.problem(f"says again what {first} already says ({', '.join(key)}).")


def read_registry(directories: Iterable[Path]) -> Registry:
    """The entries of all TOML files of the directories. Raises RegistryError."""
    reading = _Reading()
    found: dict[str, list[Any]] = {kind: [] for kind in READERS}
    for directory in directories:
        names = sorted(path.name for path in directory.glob("*.toml")) if directory.is_dir() else []
        if not names:
            reading.problems.append(
                f"{directory}: no such folder, or no registry files (*.toml) in it."
            )
        reading.seen.clear()  # a later folder may say something again, and then wins
        for name in names:
            _read_file(directory / name, found, reading)
    if reading.problems:
        raise RegistryError(reading.problems)
    return Registry(
        *(tuple(found[kind]) for kind in READERS),
    )


def _read_file(path: Path, found: dict[str, list[Any]], reading: _Reading) -> None:
    kind = FILES.get(path.name)
    if kind is None:
        reading.problems.append(f"{path}: not a registry file. Known names: {', '.join(FILES)}.")
        return
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        reading.problems.append(f"{path}: not UTF-8. Save the file as UTF-8.")
        return
    except tomllib.TOMLDecodeError as error:
        reading.problems.append(f"{path}: not valid TOML: {error}.")
        return
    for key in tables.keys() - {kind}:
        reading.problems.append(f"{path}: unknown table [[{key}]]; this file holds [[{kind}]].")
    entries = tables.get(kind, [])
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        reading.problems.append(f"{path}: write [[{kind}]] with two brackets, once per entry.")
        return
    for number, table in enumerate(entries, 1):
        entry = Entry.of(f"{path.parent.name}/{path.name}", kind, number, table, reading.problems)
        found[kind].append(READERS[kind](entry, reading))
        entry.finish()


def _trilingual(entry: Entry, key: str, *, required: bool = True) -> Trilingual:
    return Trilingual(*entry.three_languages(key, required=required))


def _country(entry: Entry, reading: _Reading) -> CountryEntry:
    code = entry.text("code", required=True, pattern=r"[A-Z]{2}", form="two capital letters")
    reading.once(entry, code)
    return CountryEntry(
        entry.where, code, entry.number("position", 100, 0), _trilingual(entry, "name")
    )


def _source(entry: Entry, reading: _Reading) -> SourceEntry:
    code = entry.slug("code")
    reading.once(entry, code)
    return SourceEntry(
        entry.where,
        code,
        entry.text("citation", required=True),
        entry.text("url"),
        entry.text("doi"),
    )


def _portal(entry: Entry, reading: _Reading) -> PortalEntry:
    slug = entry.slug("slug")
    reading.once(entry, slug)
    facts = tuple(_fact(each, slug, reading) for each in entry.tables("facts"))
    watch = entry.table("watch")
    home_url = entry.address("home_url")
    if watch is not None and not home_url:
        entry.problem("is to be watched but has no home_url.")
    return PortalEntry(
        where=entry.where,
        slug=slug,
        country=entry.text("country", required=True),
        name=_trilingual(entry, "name"),
        roles=entry.roles("roles"),
        operator=_trilingual(entry, "operator", required=False),
        approach=entry.one_of("approach", ("top_down", "bottom_up")),
        home_url=home_url,
        hosts=entry.hosts("hosts", home_url),
        languages=entry.texts("languages"),
        launched=entry.date("launched"),
        ended=entry.date("ended"),
        successor=entry.text("successor"),
        sources=entry.texts("source"),
        facts=facts,
        watch=_watch(watch) if watch is not None else None,
        rules=entry.raw_table("rules"),
    )


def _fact(entry: Entry, portal: str, reading: _Reading) -> FactEntry:
    fact = FactEntry(
        entry.where,
        entry.slug("feature"),
        _trilingual(entry, "text"),
        entry.text("source", required=True),
    )
    reading.once(entry, portal, fact.feature, fact.source)
    entry.finish()
    return fact


def _watch(entry: Entry) -> WatchEntry:
    usual = WatchEntry()
    watch = WatchEntry(
        entry.duration("interval", usual.interval, timedelta(seconds=10)),
        entry.duration("delay", usual.delay, timedelta(0)),
        entry.number("max_pages", usual.max_pages, 1),
        entry.number("max_depth", usual.max_depth, 0),
        entry.expressions("scope_include"),
        entry.expressions("scope_exclude"),
    )
    entry.finish()
    return watch


def _absence(entry: Entry, reading: _Reading) -> AbsenceEntry:
    country = entry.text("country", required=True)
    role = entry.role("role")
    reading.once(entry, country, role)
    source = entry.text("source", required=True)
    return AbsenceEntry(entry.where, country, role, _trilingual(entry, "text"), source)


def _event(entry: Entry, reading: _Reading) -> EventEntry:
    key = entry.slug("key")
    reading.once(entry, key)
    return EventEntry(
        entry.where,
        key,
        entry.text("country", required=True),
        entry.date("happened", required=True),
        _trilingual(entry, "text"),
        entry.text("source", required=True),
    )


def _figure(entry: Entry, reading: _Reading) -> FigureEntry:
    key = entry.slug("key")
    reading.once(entry, key)
    return FigureEntry(
        where=entry.where,
        key=key,
        portal=entry.text("portal", required=True),
        metric=entry.slug("metric"),
        label=_trilingual(entry, "label"),
        value=entry.decimal("value"),
        qualifier=entry.one_of("qualifier", ("about", "over")),
        unit=entry.text("unit"),
        as_of=entry.date("as_of", required=True),
        source=entry.text("source", required=True),
    )


#: In the order of Registry's fields.
READERS: dict[str, Callable[[Entry, _Reading], Any]] = {
    "country": _country,
    "source": _source,
    "portal": _portal,
    "absence": _absence,
    "event": _event,
    "figure": _figure,
}
