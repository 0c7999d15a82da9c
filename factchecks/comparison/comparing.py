"""Criteria in, Comparison out: everything that the comparison page shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from factchecks.comparison import distributions
from factchecks.comparison.coverage import Coverage, watch
from factchecks.comparison.criteria import Criteria
from factchecks.comparison.figures import FigureRow, figures
from factchecks.comparison.headline import Headline, headline
from factchecks.comparison.imported import Imported, imported
from factchecks.comparison.months import Months, months
from factchecks.comparison.pair import Pair
from factchecks.comparison.roles import RoleRow, roles
from factchecks.comparison.rows import Row
from factchecks.comparison.rumours import SharedRumours, shared_rumours
from factchecks.comparison.selection import select
from factchecks.comparison.sources import Cited, Reference, references
from factchecks.comparison.timeline import TimelineEvent, timeline
from portals.models import Country


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two countries: its name, and how far its portals were covered."""

    code: str
    name: str
    position: int
    everything: Coverage
    debunks: Coverage


@dataclass(frozen=True, slots=True)
class Comparison:
    criteria: Criteria
    sides: Pair[Side]
    headline: Headline
    imported: Imported
    themes: tuple[Row, ...]
    months: Months
    verdicts: tuple[Row, ...]
    languages: tuple[distributions.LanguageRow, ...]
    origins: tuple[Row, ...]
    rumours: SharedRumours
    roles: tuple[RoleRow, ...]
    figures: Pair[tuple[FigureRow, ...]]
    timeline: tuple[TimelineEvent, ...]

    @property
    def references(self) -> dict[str, Reference]:
        return references(self._cited())

    @property
    def has_samples(self) -> bool:
        return any(
            portal.is_sample for row in self.roles for cell in row.cells for portal in cell.portals
        )

    def _cited(self) -> Iterator[Cited]:
        for row in self.roles:
            for cell in row.cells:
                for portal in cell.portals:
                    yield from portal.described_in
                    yield from portal.features
                if cell.absence:
                    yield cell.absence
        for figure in (*self.figures.a, *self.figures.b):
            yield figure.source
        for event in self.timeline:
            yield event.event


def comparison_for(criteria: Criteria, countries: Pair[Country]) -> Comparison:
    """`countries` are the rows that the criteria name, in their order."""
    selection = select(criteria)
    looked = watch(selection)
    counts = headline(selection, looked)
    sides = zip(countries, looked.of_all(), looked.of_debunks(), strict=True)
    return Comparison(
        criteria=criteria,
        sides=Pair(
            *(
                Side(country.code, country.name, country.position, *coverage)
                for country, *coverage in sides
            )
        ),
        headline=counts,
        imported=imported(criteria),
        themes=distributions.themes(selection, counts.published),
        months=months(selection, looked, counts.undated),
        verdicts=distributions.verdicts(selection, counts.published),
        languages=distributions.languages(selection, counts.published),
        origins=distributions.origins(selection, counts.published),
        rumours=shared_rumours(selection),
        roles=roles(selection, looked),
        figures=figures(selection, looked),
        timeline=timeline(criteria),
    )
