"""Dated events of both countries, in one order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from factchecks.comparison.criteria import Criteria
from factchecks.comparison.sources import Cited, cited
from portals.models import Event


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    happened: str
    first_day: date
    is_b: bool
    event: Cited


def timeline(criteria: Criteria) -> tuple[TimelineEvent, ...]:
    """Events whose first day lies in the period, or all of them."""
    events = Event.objects.filter(country__in=[criteria.a, criteria.b]).select_related("source")
    if criteria.start:
        events = events.filter(sort_date__gte=criteria.start)
    if criteria.end:
        events = events.filter(sort_date__lte=criteria.end)
    return tuple(
        TimelineEvent(
            event.happened,
            event.sort_date,
            event.country_id == criteria.b,
            cited(event.text, event.source),
        )
        for event in events
    )
