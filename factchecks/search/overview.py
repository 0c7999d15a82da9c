"""The state of the archive at a glance: the two first countries, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Subquery

from factchecks.models import ClaimReview, Provenance, ReviewChange
from factchecks.search.changes import (
    ChangeCriteria,
    matching_changes,
    with_debunks,
)
from factchecks.search.criteria import Criteria, Sort
from factchecks.search.queries import Question, matching, ordered, with_marks
from portals.models import Country, Portal, Role, Snapshot, SnapshotState

SIDE_BY_SIDE = 2
NEWEST_SHOWN = 8
FACT_CHECKING = [Role.FACT_CHECK, Role.INDEPENDENT_FACT_CHECK]


@dataclass(frozen=True, slots=True)
class PortalState:
    portal: Portal
    #: The last snapshot that has ended; None where there was none.
    state: str
    reason: str
    at: datetime | None
    is_running: bool

    @property
    def is_looked_at(self) -> bool:
        return self.portal.is_watched or self.is_running or bool(self.state)

    @property
    def word(self) -> str:
        return str(SnapshotState(self.state).label) if self.state else ""


@dataclass(frozen=True, slots=True)
class CountryState:
    country: Country
    #: Those that are or were captured, and those that the registry only describes.
    portals: tuple[PortalState, ...]
    described: tuple[PortalState, ...]
    #: Debunks that we captured; None where none of the country's fact-checkers was captured.
    captured: int | None
    withdrawn: int
    imported: int
    #: Snapshots of the country's fact-checkers that got an answer, and when the first one began.
    snapshots: int
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    countries: tuple[CountryState, ...]
    other_countries: int
    newest: tuple[ClaimReview, ...]
    changes: tuple[ReviewChange, ...]
    has_samples: bool


def overview() -> Overview:
    has_portal = Exists(Portal.objects.filter(country=OuterRef("pk")))
    countries = list(Country.objects.filter(has_portal))
    portals = _portals(countries[:SIDE_BY_SIDE])
    latest = _newest(Criteria(sort=Sort.FOUND, provenance=Provenance.CAPTURED))
    # An import brings thousands at once; they come forward only where nothing was captured.
    latest = latest or _newest(Criteria(sort=Sort.FOUND))
    changes = with_debunks(matching_changes(ChangeCriteria()))[:NEWEST_SHOWN]
    return Overview(
        tuple(_country(country, portals) for country in countries[:SIDE_BY_SIDE]),
        len(countries[SIDE_BY_SIDE:]),
        latest,
        tuple(changes),
        Portal.objects.filter(is_sample=True).exists(),
    )


def _newest(criteria: Criteria) -> tuple[ClaimReview, ...]:
    return tuple(
        with_marks(ordered(matching(Question(criteria)), criteria)).defer("body", "search")[
            :NEWEST_SHOWN
        ]
    )


def _portals(countries: list[Country]) -> list[Portal]:
    """Portals of the countries with their last ended snapshot. One query."""
    ended = Snapshot.objects.filter(portal=OuterRef("pk"), ended_at__isnull=False)
    last = ended.order_by("-started_at", "-pk")
    return list(
        Portal.objects.filter(country__in=countries)
        .defer("rules", "scope_include", "scope_exclude")
        .annotate(
            last_state=Subquery(last.values("state")[:1]),
            last_reason=Subquery(last.values("reason")[:1]),
            last_at=Subquery(last.values("started_at")[:1]),
            is_running=Exists(Snapshot.objects.running().filter(portal=OuterRef("pk"))),
        )
        .order_by("-is_watched", "slug")
    )


def _country(country: Country, portals: list[Portal]) -> CountryState:
    own = [_state(portal) for portal in portals if portal.country_id == country.code]
    debunks = (
        ClaimReview.objects.published()
        .originals()
        .concerning(country.code)
        .order_by()
        .aggregate(
            captured=Count("pk", filter=Q(provenance="captured")),
            withdrawn=Count("pk", filter=Q(withdrawn_before__isnull=False)),
            imported=Count("pk", filter=Q(provenance="imported")),
        )
    )
    has_debunks = Exists(ClaimReview.objects.filter(portal=OuterRef("pk")))
    fact_checkers = Portal.objects.filter(country=country).filter(
        Q(roles__overlap=FACT_CHECKING) | has_debunks
    )
    looked = Snapshot.objects.filter(portal__in=fact_checkers.order_by(), fetched__gt=0).aggregate(
        snapshots=Count("pk"), since=Min("started_at"), until=Max("started_at")
    )
    was_captured = bool(looked["snapshots"] or debunks["captured"])
    return CountryState(
        country,
        tuple(state for state in own if state.is_looked_at),
        tuple(state for state in own if not state.is_looked_at),
        debunks["captured"] if was_captured else None,
        debunks["withdrawn"],
        debunks["imported"],
        **looked,
    )


def _state(portal: Portal) -> PortalState:
    found = vars(portal)
    return PortalState(
        portal,
        found["last_state"] or "",
        found["last_reason"] or "",
        found["last_at"],
        found["is_running"],
    )
