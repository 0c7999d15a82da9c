"""Registry entries into the database: repeatable, all of them or none.

The registry owns what it says of a portal (names, operator, dates, facts). How a portal is reached,
watched and read belongs to the administrator once the portal exists: it is set when the portal is
created and never again. Nothing is ever deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from portals.interchange.edtf_dates import days_of
from portals.interchange.registry_files import RegistryError
from portals.interchange.registry_values import (
    AbsenceEntry,
    EventEntry,
    PortalEntry,
    Registry,
    Trilingual,
)
from portals.models import (
    Country,
    Event,
    Portal,
    PortalFact,
    ReportedFigure,
    RoleAbsence,
    Source,
)

#: The fact that keeps a source which a portal names as a whole.
DESCRIBED = "described"
DESCRIBED_TEXT = Trilingual(
    "Described in this source", "Описан в этом источнике", "Осы дереккөзде сипатталған"
)

Row = TypeVar("Row", bound=models.Model)


@dataclass
class LoadReport:
    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    #: Addresses that the archive has and the registry does not, left as an administrator set them.
    kept: list[str] = field(default_factory=list)


@transaction.atomic
def load_registry(registry: Registry, *, watch: bool = True, sample: bool = False) -> LoadReport:
    """Raises RegistryError naming every unknown country, source or portal; loads nothing then."""
    problems = list(unknown_references(registry))
    if problems:
        raise RegistryError(problems)
    loading = _Loading()
    for country in registry.countries:
        names = _in_three("name", country.name)
        loading.put(
            Country, country.where, {"code": country.code}, {"position": country.position, **names}
        )
    for source in registry.sources:
        loading.put(
            Source,
            source.where,
            {"code": source.code},
            {"citation": source.citation, "url": source.url, "doi": source.doi},
        )
    for portal in registry.portals:
        _put_portal(loading, portal, watch=watch, sample=sample)
    for portal in registry.portals:
        _put_successor(portal)
    _put_context(loading, registry)
    if loading.problems:
        raise RegistryError(loading.problems)
    return loading.report


@dataclass
class _Loading:
    report: LoadReport = field(default_factory=LoadReport)
    problems: list[str] = field(default_factory=list)
    _rows: dict[type[models.Model], dict[tuple[Any, ...], Any]] = field(default_factory=dict)

    def put(
        self,
        model: type[Row],
        where: str,
        identity: Mapping[str, Any],
        owned: Mapping[str, Any],
        at_creation: Mapping[str, Any] | None = None,
    ) -> Row | None:
        """The row of `identity` with the `owned` columns as given; None if it was not valid."""
        rows = self._rows_of(model, tuple(identity))
        key = tuple(identity.values())
        row = rows.get(key)
        fate = self.report.unchanged
        if row is None:
            row = model(**identity, **owned, **(at_creation or {}))
            fate = self.report.created
        elif any(getattr(row, name) != value for name, value in owned.items()):
            for name, value in owned.items():
                setattr(row, name, value)
            fate = self.report.updated
        if fate is not self.report.unchanged and not self._save(row, where):
            return None
        rows[key] = row
        fate[model._meta.model_name or ""] += 1
        return row

    def _rows_of(self, model: type[Row], identity: tuple[str, ...]) -> dict[tuple[Any, ...], Row]:
        """All rows of a model, read once: a second run asks one question per table."""
        if model not in self._rows:
            self._rows[model] = {
                tuple(getattr(row, name) for name in identity): row
                for row in model._default_manager.all()
            }
        return self._rows[model]

    def _save(self, row: models.Model, where: str) -> bool:
        # What a row refers to was checked for all entries at once.
        relations = [each.name for each in row._meta.fields if each.is_relation]
        try:
            row.full_clean(relations, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            self.problems.extend(_in_words(where, error))
            return False
        row.save()
        return True


def _in_words(where: str, error: ValidationError) -> Iterable[str]:
    for name, messages in error.message_dict.items():
        for message in messages:
            yield f"{where}: {name}: {message}"


def _in_three(name: str, text: Trilingual) -> dict[str, str]:
    return {f"{name}_en": text.en, f"{name}_ru": text.ru, f"{name}_kk": text.kk}


def _put_portal(loading: _Loading, entry: PortalEntry, *, watch: bool, sample: bool) -> None:
    owned = {
        "country_id": entry.country,
        "roles": list(entry.roles),
        "approach": entry.approach,
        "languages": list(entry.languages),
        "launched": entry.launched,
        "ended": entry.ended,
        **_in_three("name", entry.name),
        **_in_three("operator", entry.operator),
    }
    addresses = {"home_url": entry.home_url, "hosts": list(entry.hosts)}
    row = loading.put(
        Portal,
        entry.where,
        {"slug": entry.slug},
        owned,
        {
            "is_sample": sample,
            "rules": dict(entry.rules),
            **addresses,
            **_watch_settings(entry, watch),
        },
    )
    if row is None:
        return
    for name, value in addresses.items():
        if getattr(row, name) != value:
            loading.report.kept.append(f"{entry.slug}: {name} stays {getattr(row, name)}")
    _put_facts(loading, entry, row)


def _put_facts(loading: _Loading, entry: PortalEntry, row: Portal) -> None:
    for source in entry.sources:
        loading.put(
            PortalFact,
            entry.where,
            {"portal_id": row.pk, "feature": DESCRIBED, "source_id": source},
            _in_three("text", DESCRIBED_TEXT),
        )
    for fact in entry.facts:
        loading.put(
            PortalFact,
            fact.where,
            {"portal_id": row.pk, "feature": fact.feature, "source_id": fact.source},
            _in_three("text", fact.text),
        )


def _watch_settings(entry: PortalEntry, watch: bool) -> dict[str, Any]:
    if entry.watch is None:
        return {}
    return {
        "is_watched": watch,
        "next_snapshot_at": timezone.now() if watch else None,
        "interval": entry.watch.interval,
        "delay": entry.watch.delay,
        "max_pages": entry.watch.max_pages,
        "max_depth": entry.watch.max_depth,
        "scope_include": list(entry.watch.scope_include),
        "scope_exclude": list(entry.watch.scope_exclude),
    }


def _put_successor(entry: PortalEntry) -> None:
    """After all portals, for a successor may stand below its predecessor."""
    successor = Portal.objects.filter(slug=entry.successor).first() if entry.successor else None
    Portal.objects.filter(slug=entry.slug).exclude(successor=successor).update(successor=successor)


def _put_context(loading: _Loading, registry: Registry) -> None:
    portals = {portal.slug: portal for portal in Portal.objects.all()}
    for absence in registry.absences:
        loading.put(
            RoleAbsence,
            absence.where,
            {"country_id": absence.country, "role": absence.role},
            {"source_id": absence.source, **_in_three("text", absence.text)},
        )
    for event in registry.events:
        loading.put(
            Event,
            event.where,
            {"key": event.key},
            {
                "country_id": event.country,
                "source_id": event.source,
                "happened": event.happened,
                "sort_date": days_of(event.happened)[0],
                **_in_three("text", event.text),
            },
        )
    for figure in registry.figures:
        if figure.portal not in portals:
            continue  # its portal was not valid, which is reported
        loading.put(
            ReportedFigure,
            figure.where,
            {"key": figure.key},
            {
                "portal": portals[figure.portal],
                "source_id": figure.source,
                "metric": figure.metric,
                "value": figure.value,
                "unit": figure.unit,
                "qualifier": figure.qualifier,
                "as_of": figure.as_of,
                "as_of_last_day": days_of(figure.as_of)[1],
                **_in_three("label", figure.label),
            },
        )


def unknown_references(registry: Registry) -> Iterable[str]:
    """Entries that name a country, source or portal which neither the files nor the archive has."""
    countries = {each.code for each in registry.countries} | _known(Country, "code")
    sources = {each.code for each in registry.sources} | _known(Source, "code")
    portals = {each.slug for each in registry.portals} | _known(Portal, "slug")

    def check(where: str, kind: str, name: str, known: set[str]) -> Iterable[str]:
        if name and name not in known:
            yield f"{where}: there is no {kind} “{name}”."

    for portal in registry.portals:
        yield from check(portal.where, "country", portal.country, countries)
        yield from check(portal.where, "portal", portal.successor, portals)
        for source in portal.sources:
            yield from check(portal.where, "source", source, sources)
        for fact in portal.facts:
            yield from check(fact.where, "source", fact.source, sources)
    dated: list[AbsenceEntry | EventEntry] = [*registry.absences, *registry.events]
    for each in dated:
        yield from check(each.where, "country", each.country, countries)
        yield from check(each.where, "source", each.source, sources)
    for figure in registry.figures:
        yield from check(figure.where, "portal", figure.portal, portals)
        yield from check(figure.where, "source", figure.source, sources)


def _known(model: type[models.Model], column: str) -> set[str]:
    return set(model._default_manager.values_list(column, flat=True))
