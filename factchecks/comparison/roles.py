"""Portals by role: what each country has in each role, and why a cell is empty."""

from __future__ import annotations

from dataclasses import dataclass

from factchecks.comparison.coverage import Coverage, Watch
from factchecks.comparison.pair import Pair
from factchecks.comparison.selection import Selection
from factchecks.comparison.sources import Cited, cited
from portals.interchange.registry_loading import DESCRIBED
from portals.models import Portal, Role, RoleAbsence


@dataclass(frozen=True, slots=True)
class PortalCard:
    slug: str
    name: str
    operator: str
    approach: str
    home_url: str
    launched: str
    ended: str
    successor: str
    successor_slug: str
    languages: tuple[str, ...]
    #: The sources that describe the portal, and what they say of it one by one.
    described_in: tuple[Cited, ...]
    features: tuple[Cited, ...]
    is_watched: bool
    is_sample: bool
    coverage: Coverage
    #: The role under which the card is shown in full, where the portal has several.
    shown_under: str


@dataclass(frozen=True, slots=True)
class RoleCell:
    portals: tuple[PortalCard, ...]
    absence: Cited | None


@dataclass(frozen=True, slots=True)
class RoleRow:
    role: str
    label: str
    cells: Pair[RoleCell]


def roles(selection: Selection, watch: Watch) -> tuple[RoleRow, ...]:
    said = {
        (absence.country_id, absence.role): cited(absence.text, absence.source)
        for absence in RoleAbsence.objects.filter(
            country__in=[selection.criteria.a, selection.criteria.b]
        ).select_related("source")
    }
    cards = {
        portal.pk: _card(portal, watch.by_portal[portal.pk])
        for portal in (*selection.portals.a, *selection.portals.b)
    }

    def cell(country: str, portals: tuple[Portal, ...], role: str) -> RoleCell:
        return RoleCell(
            tuple(cards[portal.pk] for portal in portals if role in portal.roles),
            said.get((country, role)),
        )

    return tuple(
        RoleRow(
            role,
            str(label),
            Pair(
                cell(selection.criteria.a, selection.portals.a, role),
                cell(selection.criteria.b, selection.portals.b, role),
            ),
        )
        for role, label in Role.choices
    )


def _card(portal: Portal, coverage: Coverage) -> PortalCard:
    return PortalCard(
        slug=portal.slug,
        name=portal.name,
        operator=portal.operator,
        approach=portal.get_approach_display() if portal.approach else "",
        home_url=portal.home_url,
        launched=portal.launched,
        ended=portal.ended,
        successor=portal.successor.name if portal.successor else "",
        successor_slug=portal.successor.slug if portal.successor else "",
        languages=tuple(portal.languages),
        described_in=tuple(
            cited("", fact.source) for fact in portal.facts.all() if fact.feature == DESCRIBED
        ),
        features=tuple(
            cited(fact.text, fact.source)
            for fact in portal.facts.all()
            if fact.feature != DESCRIBED
        ),
        is_watched=portal.is_watched,
        is_sample=portal.is_sample,
        coverage=coverage,
        shown_under=next((role for role in Role.values if role in portal.roles), ""),
    )
